/** What the menu of a message offers to react with, and how screen readers should say it. */
export const COMMON = new Map([
  ['👍', 'Thumbs up'], ['❤️', 'Heart'], ['😂', 'Laughing'], ['🎉', 'Party'], ['😮', 'Surprised'], ['😢', 'Sad'],
  ['🙏', 'Thank you'], ['👀', 'Eyes'], ['✅', 'Done'], ['🔥', 'Fire'], ['🚀', 'Rocket'], ['👎', 'Thumbs down'],
]);

/** The common ones, then those that the message has beside them. */
export const offered = (reactions) => [...new Set([...COMMON.keys(), ...reactions.map(({ emoji }) => emoji)])];
