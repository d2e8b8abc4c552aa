import { isRoomName } from './route.js';

/**
 * What this browser keeps over a reload. Everything but the session belongs to one user. Others can write there too,
 * and stores can be forbidden: what is not of the right shape is as if it were not there.
 */

const read = (store, key) => {
  try {
    return JSON.parse(store().getItem(`parley.${key}`));
  } catch {
    return null;
  }
};
const write = (store, key, value) => {
  try {
    store().setItem(`parley.${key}`, JSON.stringify(value));
  } catch {
    // a full or forbidden store costs convenience, nothing else
  }
};
const local = () => localStorage; // reading the property itself throws where storage is forbidden
const tab = () => sessionStorage;

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value) => typeof value === 'string' && value !== '';

/** A map, because rooms may have any name, also those of an object's own properties. */
const byRoom = (value, isRight) =>
  new Map(Object.entries(isObject(value) ? value : {}).filter(([room, one]) => isRoomName(room) && isRight(one)));

export const session = {
  load: () => {
    const value = read(local, 'session');
    return isObject(value) && isText(value.token) && isText(value.userId) && isText(value.name) ? value : null;
  },
  save: (value) => write(local, 'session', value),
  clear: () => {
    try {
      localStorage.removeItem('parley.session');
    } catch {
      // then it was never kept
    }
  },
};

export const joined = {
  load: (user) => {
    const rooms = read(local, `joined.${user}`);
    return Array.isArray(rooms) ? [...new Set(rooms.filter(isRoomName))] : [];
  },
  save: (user, rooms) => write(local, `joined.${user}`, rooms),
};

/** The last `seq` that was read, by room. */
export const positions = {
  load: (user) => byRoom(read(local, `read.${user}`), (seq) => Number.isSafeInteger(seq) && seq >= 0),
  save: (user, seqs) => write(local, `read.${user}`, Object.fromEntries(seqs)),
};

/** Unsent messages, by room. They stay in this tab: two tabs that send the same ones would be safe, but odd. */
export const unsent = {
  load: (user) => {
    const rooms = byRoom(read(tab, `unsent.${user}`), Array.isArray);
    rooms.forEach((items, room) => rooms.set(room, items.filter(isUnsent)));
    return rooms;
  },
  save: (user, rooms) => write(tab, `unsent.${user}`, Object.fromEntries(rooms)),
};

const isUnsent = (item) => isObject(item) && isText(item.id) && item.id.length <= 64 && isText(item.text)
  && Number.isSafeInteger(item.ts) && Math.abs(item.ts) < 8e15 && (item.state === 'pending' || item.state === 'failed')
  && (item.replyTo === null || item.replyTo === undefined || isText(item.replyTo));
