/** Of the mistakes of a file so many are told at once: nobody reads more, and a file may be made of nothing else. */
export const mostTold = 200;
