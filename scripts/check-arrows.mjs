// Reads which folder may include which from the table in ARCHITECTURE.md, and refuses every other #include.
// A folder may also include what the folders it may include may include.
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';

const rows = readFileSync('ARCHITECTURE.md', 'utf8')
  .split('\n')
  .map((line) => line.match(/^\| `src\/(\w+)` \|[^|]*\|([^|]*)\|/))
  .filter(Boolean)
  .map(([, folder, cell]) => ({ folder, cell: cell.trim() }));
const folders = rows.map((row) => row.folder);

/** folder -> Set of folders, and "folder/header.h" for single headers. */
const direct = new Map();
for (const [index, { folder, cell }] of rows.entries()) {
  const allowed = new Set();
  if (cell === 'everything') folders.forEach((name) => allowed.add(name));
  else if (cell.startsWith('everything above')) folders.slice(0, index).forEach((name) => allowed.add(name));
  else {
    for (const part of cell.split(',').map((text) => text.trim())) {
      const [, name, header] = part.match(/^(\w+)(?: \((\w+\.h)\))?$/) ?? [];
      if (part === 'standard library') continue;
      if (!folders.includes(name)) {
        console.error(`ARCHITECTURE.md: src/${folder} may include '${part}', which is no folder of the table`);
        process.exit(1);
      }
      allowed.add(header ? `${name}/${header}` : name);
    }
  }
  direct.set(folder, allowed);
}

function reachable(folder, seen = new Set()) {
  for (const name of direct.get(folder) ?? []) {
    if (seen.has(name)) continue;
    seen.add(name);
    if (!name.includes('/')) reachable(name, seen);
  }
  return seen;
}

function* sources(path) {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inside = join(path, entry.name);
    if (entry.isDirectory()) yield* sources(inside);
    else if (/\.(cpp|h)$/.test(entry.name)) yield inside;
  }
}

let bad = 0;
for (const folder of readdirSync('src', { withFileTypes: true }).filter((e) => e.isDirectory()).map((e) => e.name)) {
  const files = [...sources(join('src', folder))];
  if (files.length === 0) continue;
  if (!folders.includes(folder)) {
    console.error(`src/${folder} is not in the table of ARCHITECTURE.md: say there what it decides and what it may include`);
    bad++;
    continue;
  }
  const allowed = reachable(folder);
  for (const file of files) {
    // A test may set up what its folder works on with anything at all.
    if (file.endsWith('_test.cpp')) continue;
    readFileSync(file, 'utf8').split('\n').forEach((line, index) => {
      const path = line.match(/^\s*#\s*include\s+"(\w+)\/([\w/.-]+)"/);
      if (!path) return;
      const [, target, header] = path;
      if (target === folder || allowed.has(target) || allowed.has(`${target}/${header}`)) return;
      if (!existsSync(join('src', target))) return; // generated, or of a library
      console.error(`${file}:${index + 1}: src/${folder} may not include src/${target}; it may include ${[...allowed].sort().join(', ') || 'the standard library only'}`);
      bad++;
    });
  }
}
console.log(`${folders.length} folders, ${bad} forbidden arrows`);
process.exit(bad ? 1 : 0);
