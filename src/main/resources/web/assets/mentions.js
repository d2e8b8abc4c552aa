const OFFERED_MOST = 8;

/** Whom one may mention: the assistants that answer to it, then who is here. [{name, kind}], each name once. */
export function mentionable({ assistants, current, session }) {
  const answering = current.answers.list().map(({ assistant }) => assistant);
  const people = current.people.list().filter(({ id }) => id !== session.userId);
  const byName = new Map();
  for (const name of [...assistants, ...answering]) {
    byName.set(name, { name, kind: 'assistant' });
  }
  for (const { id, name } of people) {
    if (!byName.has(name)) {
      byName.set(name, { id, name, kind: 'user' });
    }
  }
  return [...byName.values()];
}

/** Those of whom a word begins with what was typed; before them those whose whole name does. */
export function matching(candidates, typed) {
  const start = typed.toLowerCase();
  const first = [];
  const then = [];
  for (const candidate of candidates) {
    const name = candidate.name.toLowerCase();
    if (name.startsWith(start)) {
      first.push(candidate);
    } else if (name.split(/[\s._-]+/).some((word) => word.startsWith(start))) {
      then.push(candidate);
    }
  }
  return [...first, ...then].slice(0, OFFERED_MOST);
}
