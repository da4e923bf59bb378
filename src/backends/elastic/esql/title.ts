/** How refusals name the language. */
export const title = 'ES|QL';
