/** How refusals name the language. */
export const title = 'Query DSL';
