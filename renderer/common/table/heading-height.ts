/** Pixels of the row of headings. */
export const headingHeight = 30;
