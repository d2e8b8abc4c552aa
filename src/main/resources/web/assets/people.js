const TYPING_LASTS_MS = 6_000;
const byName = new Intl.Collator();

/** Who is in a room and who is typing there. */
export class People {
  #members = new Map();
  #typing = new Map();
  #unlisted = 0; // a large room's list is cut, its count is not
  #sorted = null;

  /** Rises when the members change. */
  version = 0;

  constructor(me) {
    this.me = me;
  }

  get count() {
    return this.#members.size + this.#unlisted;
  }

  /** Only the number is known yet. */
  counted(count) {
    if (Number.isInteger(count)) {
      this.#unlisted = Math.max(0, count - this.#members.size);
      this.version++;
    }
  }

  apply(frame, now) {
    switch (frame.type) {
      case 'members':
        this.#members = new Map(frame.members.map((member) => [member.id, member]));
        this.#unlisted = Math.max(0, (frame.count ?? frame.members.length) - frame.members.length);
        this.#changed();
        break;
      case 'joined':
        frame.members.forEach((member) => this.#members.set(member.id, member));
        this.#changed();
        break;
      case 'gone':
        frame.members.forEach((id) => {
          this.#members.delete(id);
          this.#typing.delete(id);
        });
        this.#changed();
        break;
      case 'typing':
        this.#types(frame.by?.id ?? frame.by, frame.on, now);
        break;
    }
  }

  #changed() {
    this.#sorted = null;
    this.version++;
  }

  #types(id, on, now) {
    if (id === this.me) {
      return;
    }
    if (on) {
      this.#typing.set(id, now + TYPING_LASTS_MS);
    } else {
      this.#typing.delete(id);
    }
  }

  /** Somebody spoke, so they type no more. */
  spoke(id) {
    this.#typing.delete(id);
  }

  list() {
    this.#sorted ??= [...this.#members.values()].sort((a, b) => byName.compare(a.name, b.name));
    return this.#sorted;
  }

  /** Undefined for one who is not here. */
  nameOf(id) {
    return this.#members.get(id)?.name;
  }

  typing(now) {
    return [...this.#typing]
      .filter(([, until]) => until > now)
      .map(([id]) => this.nameOf(id) ?? 'Somebody');
  }
}
