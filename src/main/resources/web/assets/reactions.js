/**
 * Who reacted to a message: [{emoji, count, users}], first emoji first. `users` are ids; when there are fewer than
 * `count`, the others are not known: history lists the first ten.
 *
 * @param certain whether this event is surely not counted in `reactions` yet
 * @returns {reactions, unsure}: unsure when the event may be counted already, and nothing here can tell
 */
export function reacted(reactions, { emoji, by, on }, certain) {
  const at = reactions.findIndex((one) => one.emoji === emoji);
  const { count, users } = at < 0 ? { count: 0, users: [] } : reactions[at];
  const known = users.includes(by);
  if (known && on) {
    return { reactions, unsure: false };
  }
  if (!known && count > users.length && !certain) {
    return { reactions, unsure: true };
  }
  if (!known && !on && count <= users.length) {
    return { reactions, unsure: false };
  }
  const changed = on
    ? { emoji, count: count + 1, users: [...users, by] }
    : { emoji, count: count - 1, users: users.filter((user) => user !== by) };
  return { reactions: replaced(reactions, at, changed), unsure: false };
}

/** The server said that a reaction of this user is there already, or is not: the count is right, the users were cut. */
export function corrected(reactions, { emoji, by, on }) {
  const at = reactions.findIndex((one) => one.emoji === emoji);
  if (at < 0 || reactions[at].users.includes(by) === on) {
    return reactions;
  }
  const { count, users } = reactions[at];
  const others = users.filter((user) => user !== by);
  return replaced(reactions, at, { emoji, count, users: on && others.length < count ? [...others, by] : others });
}

function replaced(reactions, at, changed) {
  const others = reactions.filter((_, i) => i !== at);
  if (changed.count > 0) {
    others.splice(at < 0 ? others.length : at, 0, changed);
  }
  return others;
}
