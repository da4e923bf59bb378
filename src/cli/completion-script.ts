import type { Argument, Command, Option } from 'commander';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** A script for the shell that completes what the program takes: its commands, their options, and the values of both. */
export function writeCompletion(shell: Shell, program: Command): string {
  return writers[shell](program.commands.map(listWords));
}

interface Words {
  readonly command: string;
  readonly description: string;
  readonly options: readonly {
    readonly flag: string;
    readonly description: string;
    readonly values?: Values;
  }[];
  readonly values: Values;
}

/** What may stand in a place: certain words, or names that are found on the disk when they are asked for. */
type Values = readonly string[] | 'rules' | 'targets' | 'mappings' | 'files';

/**
 * Names are listed by the shell itself, which is quicker than to start Node. Only plain names get through: bash expands what it is
 * given to complete from, so a file called `$(…).yaml` would be run.
 */
const listings = {
  rules:
    "find rules -name '*.y*ml' ! -name '*.test.*' ! -path '*/sources/*' ! -path '*/lists/*' 2>/dev/null | " +
    "sed -n 's|^.*/\\([A-Za-z0-9_-]*\\)\\.ya*ml$|\\1|p'",
  targets:
    "ls targets/*/target.yaml 2>/dev/null | sed -n 's|^targets/\\([A-Za-z0-9_-]*\\)/target.yaml$|\\1|p'",
  mappings: "ls targets/mappings/*.yaml 2>/dev/null | sed -n 's|^.*/\\([A-Za-z0-9_-]*\\)\\.yaml$|\\1|p'",
} as const;

function listWords(command: Command): Words {
  return {
    command: command.name(),
    description: command.description(),
    options: [...command.options, ...helpOf(command)].map((option) => ({
      flag: option.long ?? option.short ?? '',
      description: option.description,
      ...(option.required || option.optional ? { values: valuesOf(option) } : {}),
    })),
    values: command.registeredArguments.flatMap((argument) => [valuesOf(argument)])[0] ?? [],
  };
}

function helpOf(command: Command): readonly Option[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .filter(({ long }) => long === '--help');
}

/** By the choices, or by what the placeholder says: `<rule>`, `--target <target>`, `<mapping>`; anything else is a file. */
function valuesOf(of: Option | Argument): Values {
  if (of.argChoices !== undefined) return of.argChoices;
  const placeholder = 'flags' in of ? of.flags : of.name();
  if (/rule\b/.test(placeholder)) return 'rules';
  if (/target\b/.test(placeholder)) return 'targets';
  if (/mapping\b/.test(placeholder)) return 'mappings';
  return 'files';
}

const writers: { readonly [S in Shell]: (all: readonly Words[]) => string } = {
  bash(all) {
    const cases = all.flatMap(({ command, options, values }) => [
      ...options.flatMap(({ flag, values: own }) =>
        own === undefined ? [] : [`    ${command}:${flag}) ${completeBash(own)} ;;`],
      ),
      `    ${command}:*)`,
      `      if [[ $word == -* ]]; then ${completeBash(options.map(({ flag }) => flag))}; else ${completeBash(values)}; fi ;;`,
    ]);
    return `# rulewright completion bash
_rulewright() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]}
  COMPREPLY=()
  if (( COMP_CWORD == 1 )); then
    ${completeBash([...all.map(({ command }) => command), '--help', '--version'])}
    return
  fi
  case $command:$before in
${cases.join('\n')}
  esac
}
complete -o default -F _rulewright rulewright
`;
  },
  zsh(all) {
    const cases = all.map(
      ({ command, options, values }) => `    ${command})
      _arguments ${[
        ...options.map(({ flag, description, values: own }) =>
          quote(`${flag}[${escapeZsh(description)}]${own === undefined ? '' : `:value:${completeZsh(own)}`}`),
        ),
        quote(`*:value:${completeZsh(values)}`),
      ].join(' \\\n        ')} ;;`,
    );
    const names = all.map(({ command, description }) => quote(`${command}:${description}`));
    return `#compdef rulewright
# rulewright completion zsh
_rulewright() {
  if (( CURRENT == 2 )); then
    local -a commands=(
      ${names.join('\n      ')}
    )
    _describe command commands
    return
  fi
  local command=\${words[2]}
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
compdef _rulewright rulewright
`;
  },
  fish(all) {
    const lines = all.flatMap(({ command, description, options, values }) => [
      `complete -c rulewright -n __fish_use_subcommand -f -a ${command} -d ${quote(description)}`,
      ...(values.length === 0 ? [] : [`${fishAt(command)}${completeFish(values)}`]),
      ...options.map(
        ({ flag, description: what, values: own }) =>
          `${fishAt(command)} -l ${flag.replace(/^--/, '')} -d ${quote(what)}${own === undefined ? '' : ` -r${completeFish(own)}`}`,
      ),
    ]);
    return `# rulewright completion fish\n${lines.join('\n')}\n`;
  },
};

function completeBash(values: Values): string {
  if (values === 'files') return ':';
  const words = typeof values === 'string' ? `"$(${listings[values]})"` : quote(values.join(' '));
  return `COMPREPLY=($(compgen -W ${words} -- "$word"))`;
}

function completeZsh(values: Values): string {
  if (values === 'files') return '_files';
  return typeof values === 'string' ? `($(${listings[values]}))` : `(${values.join(' ')})`;
}

function fishAt(command: string): string {
  return `complete -c rulewright -n '__fish_seen_subcommand_from ${command}'`;
}

function completeFish(values: Values): string {
  if (values === 'files') return ' -F';
  return ` -f -a ${typeof values === 'string' ? quote(`(${listings[values]})`) : quote(values.join(' '))}`;
}

/** In single quotes, for all three shells; a quote itself is left and taken up again. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function escapeZsh(text: string): string {
  return text.replace(/[[\]:\\]/g, '\\$&');
}
