/** What this browser keeps over a reload. Everything but the session belongs to one user. */

const read = (store, key, otherwise) => {
  try {
    return JSON.parse(store.getItem(`parley.${key}`)) ?? otherwise;
  } catch {
    return otherwise;
  }
};
const write = (store, key, value) => {
  try {
    store.setItem(`parley.${key}`, JSON.stringify(value));
  } catch {
    // a full or forbidden store costs convenience, nothing else
  }
};

export const session = {
  load: () => read(localStorage, 'session', null),
  save: (value) => write(localStorage, 'session', value),
  clear: () => localStorage.removeItem('parley.session'),
};

export const joined = {
  load: (user) => read(localStorage, `joined.${user}`, []),
  save: (user, rooms) => write(localStorage, `joined.${user}`, rooms),
};

export const positions = {
  load: (user) => read(localStorage, `read.${user}`, {}),
  save: (user, seqs) => write(localStorage, `read.${user}`, seqs),
};

/** Unsent messages stay in this tab: two tabs that send the same ones would be safe, but odd. */
export const unsent = {
  load: (user) => read(sessionStorage, `unsent.${user}`, {}),
  save: (user, rooms) => write(sessionStorage, `unsent.${user}`, rooms),
};
