const SVG = 'http://www.w3.org/2000/svg';
const PATHS = new Map([
  ['react', 'M12 21a9 9 0 1 1 6.4-15.3M9 10v.01M15 10v.01M8.5 14.5a4.5 4.5 0 0 0 7 0M19 3v6M16 6h6'],
  ['reply', 'M9 7 4 12l5 5M4 12h9a7 7 0 0 1 7 7'],
  ['edit', 'M4 20h4L19 9l-4-4L4 16zM13 7l4 4'],
  ['delete', 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5'],
  ['lock', 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3'],
  ['more', 'M5 12v.01M12 12v.01M19 12v.01'],
]);

export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS.get(name));
  svg.append(path);
  return svg;
}
