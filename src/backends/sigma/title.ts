/** How people write the language's name. */
export const title = 'Sigma';
