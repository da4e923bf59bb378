/*
 * The techniques of MITRE ATLAS that a log of inferences can show, and what ATLAS says mitigates them (https://atlas.mitre.org).
 * Names change between releases of ATLAS, so everything refers to ids.
 */

export interface Technique {
  readonly id: string;
  readonly name: string;
  /** ATLAS's mitigations of it. */
  readonly mitigations: readonly string[];
}

export interface Mitigation {
  readonly id: string;
  readonly name: string;
}

const list: readonly Technique[] = [
  { id: 'AML.T0005.001', name: 'Train Proxy via Replication', mitigations: [] },
  {
    id: 'AML.T0024',
    name: 'Exfiltration via AI Inference API',
    mitigations: ['AML.M0004', 'AML.M0019', 'AML.M0024'],
  },
  {
    id: 'AML.T0024.000',
    name: 'Infer Training Data Membership',
    mitigations: ['AML.M0002', 'AML.M0004', 'AML.M0024'],
  },
  { id: 'AML.T0024.001', name: 'Invert AI Model', mitigations: ['AML.M0002', 'AML.M0004', 'AML.M0024'] },
  { id: 'AML.T0024.002', name: 'Extract AI Model', mitigations: ['AML.M0002', 'AML.M0004', 'AML.M0024'] },
  { id: 'AML.T0034', name: 'Cost Harvesting', mitigations: [] },
  { id: 'AML.T0034.000', name: 'Excessive Queries', mitigations: [] },
  { id: 'AML.T0040', name: 'AI Model Inference API Access', mitigations: [] },
  { id: 'AML.T0043', name: 'Craft Adversarial Data', mitigations: [] },
  { id: 'AML.T0048.004', name: 'AI Intellectual Property Theft', mitigations: [] },
  { id: 'AML.T0063', name: 'Discover AI Model Outputs', mitigations: [] },
];

/** By id. */
export const techniques: ReadonlyMap<string, Technique> = new Map(
  list.map((technique) => [technique.id, technique]),
);

/** By id. */
export const mitigations: ReadonlyMap<string, Mitigation> = new Map(
  [
    { id: 'AML.M0002', name: 'Passive AI Output Obfuscation' },
    { id: 'AML.M0004', name: 'Restrict Number of AI Model Queries' },
    { id: 'AML.M0019', name: 'Control Access to AI Models and Data in Production' },
    { id: 'AML.M0024', name: 'AI Telemetry Logging' },
  ].map((mitigation) => [mitigation.id, mitigation]),
);
