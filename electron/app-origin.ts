/** The window's page and all that it loads come from here; requests are answered for this origin alone. */
export const appOrigin = 'app://bundle';
