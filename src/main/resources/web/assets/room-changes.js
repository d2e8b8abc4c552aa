const KEPT_MOST = 200;
const NAMED_MOST = 3;
const SETTINGS = new Set(['speak', 'writeState', 'assistants', 'overlap']);
const UNITS = [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000], ['second', 1_000]];
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** What was changed of a room's settings and members since it was entered: frames of type `room`, oldest first. */
export class RoomChanges {
  list = [];

  /** Rises with every change. */
  version = 0;

  put(frame) {
    this.list = [...this.list, frame].slice(-KEPT_MOST);
    this.version++;
  }

  clear() {
    this.list = [];
    this.version++;
  }
}

/** Whether the room's name in the list, or its lock, may be another one after this. */
export const changesDirectory = (frame, me) =>
  ['title', 'access', 'deleted'].some((field) => field in frame)
    || list(frame.members).some(({ id }) => id === me);

/** A change as one line for people. Whatever it does not know of is told as a change of settings. */
export function describe(frame, nameOf) {
  const by = nameOf(frame.by);
  const texts = [
    frame.deleted === true && `${by} deleted this room`,
    ...settings(frame, by),
    ...members(frame, nameOf),
    ...sanctions(frame.muted, nameOf, (who, one, until) => `${who} ${one ? 'was' : 'were'} muted${until}`, (who) => `${who} may speak again`),
    ...sanctions(frame.kicked, nameOf, (who, one, until) => `${who} ${one ? 'was' : 'were'} kicked${until}`, (who) => `${who} may come back`),
  ].filter(Boolean);
  return texts.length > 0 ? texts.join(' · ') : `${by} changed the room’s settings`;
}

function settings(frame, by) {
  const has = (field) => field in frame;
  return [
    has('title') && (frame.title ? `The title is now “${frame.title}”` : `${by} took the title away`),
    has('topic') && (frame.topic ? `The topic is now “${frame.topic}”` : `${by} took the topic away`),
    has('access') && (frame.access === 'private' ? `${by} made this room private` : `${by} opened this room`),
    has('slowMode') && (frame.slowMode ? `Slow mode: one message every ${span(frame.slowMode)}` : 'Slow mode is off'),
    has('retention') && (frame.retention ? `Messages are kept for ${span(frame.retention)}` : 'Messages are kept for good'),
    [...SETTINGS].some(has) && `${by} changed the room’s settings`,
  ];
}

function members(frame, nameOf) {
  const byRole = new Map();
  for (const { id, role } of list(frame.members)) {
    const key = role ?? (id === frame.by ? 'left' : 'removed');
    byRole.set(key, [...byRole.get(key) ?? [], id]);
  }
  return [...byRole].map(([role, ids]) => {
    const who = named(ids, nameOf);
    const one = isOne(ids, who);
    switch (role) {
      case 'left':
        return `${who} left the room for good`;
      case 'removed':
        return `${who} ${one ? 'was' : 'were'} removed`;
      default:
        return ids.length === 1
          ? `${who} ${one ? 'is' : 'are'} now ${role === 'owner' ? 'an owner' : `a ${role}`}`
          : `${who} are now ${role}s`;
    }
  });
}

function sanctions(entries, nameOf, imposed, lifted) {
  const byEnd = new Map();
  list(entries).forEach(({ id, until }) => byEnd.set(until, [...byEnd.get(until) ?? [], id]));
  return [...byEnd].map(([until, ids]) => {
    const who = named(ids, nameOf);
    return until === 0 ? lifted(who) : imposed(who, isOne(ids, who), until ? ` until ${moment.format(until)}` : '');
  });
}

function named(ids, nameOf) {
  const names = ids.slice(0, NAMED_MOST).map(nameOf);
  const others = ids.length - names.length;
  const all = others > 0 ? [...names, `${others} ${others === 1 ? 'other' : 'others'}`] : names;
  return all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${all.at(-1)}` : all.join('');
}

/** Whether the verb is that of one person who is spoken of. */
const isOne = (ids, who) => ids.length === 1 && who !== 'You';

/** Milliseconds in the largest unit that leaves no rest. */
function span(ms) {
  const [unit, size] = UNITS.find(([, each]) => ms >= each && ms % each === 0) ?? ['second', 1_000];
  const count = ms / size;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

const list = (value) => (Array.isArray(value) ? value : []);
