// Turns the stateless rules of policy/rules.yaml into a zen decision table and into the list of their ids.
// Stateless are the rules that are conjunctions of comparisons of declared fields with constants.
import { readFileSync } from 'node:fs';
import yaml from 'js-yaml';

const literal = String.raw`(?:"[^"]*"|-?\d+(?:\.\d+)?)`;
const forms = [
  [new RegExp(`^(\\w+) (==|!=|<|<=|>|>=) (${literal})$`), (f, [op, value]) => compare(f, op, value)],
  [new RegExp(`^(\\w+) in \\[(${literal}(?:, ${literal})*)\\]$`), (f, [list]) => `$ in [${list}]`],
  [/^(\w+)\.startsWith\(("[^"]*")\)$/, (f, [text]) => `startsWith($, ${text})`],
  [/^has\((\w+)\)$/, () => '$ != ""'],
  [/^!has\((\w+)\)$/, () => '$ == ""'],
];
const derived = { hs2: 2, hs4: 4, hs6: 6 };

/** A number that is not given arrives as -1, a text as "": neither may satisfy a rule by accident. */
function compare(field, op, value) {
  if (value.startsWith('"')) return op === '!=' ? `$ != "" and $ != ${value}` : `$ ${op} ${value}`;
  return op.startsWith('<') || op === '!=' ? `$ > -1 and $ ${op} ${value}` : `$ ${op} ${value}`;
}

function convert(when, fields, numbers) {
  const cells = {};
  for (const part of when.split(' && ')) {
    const form = forms.find(([pattern]) => pattern.test(part));
    if (!form) return null;
    const [, field, ...rest] = part.match(form[0]);
    if (!fields.has(field) && !(field in derived)) return null;
    const cell = form[1](field, rest);
    if (/^\$ (?:> -1 and \$ )?(?:==|!=|<|<=|>|>=) -?\d/.test(cell)) numbers.add(field);
    cells[field] = cells[field] ? `${cells[field]} and ${cell}` : cell;
  }
  return cells;
}

function fieldsOf(...files) {
  const fields = new Set();
  for (const file of files) {
    const elements = yaml.load(readFileSync(file, 'utf8'));
    for (const element of Object.values(elements.elements)) Object.keys(element.fields).forEach((name) => fields.add(name));
    Object.keys(elements.statements ?? {}).forEach((name) => fields.add(name));
  }
  return fields;
}

/** @returns {{ids: string[], columns: string[], numbers: Set<string>, content: object}} */
export function statelessRules(root) {
  const fields = fieldsOf(`${root}/law/kr/export/elements.yaml`, `${root}/law/kr/import/elements.yaml`);
  const { rules } = yaml.load(readFileSync(`${root}/policy/rules.yaml`, 'utf8'));
  const numbers = new Set();
  const converted = [];
  for (const rule of rules) {
    const cells = convert(rule.when, fields, numbers);
    if (!cells) continue;
    const list = rule.procedures.map((name) => `"${name}"`).join(', ');
    converted.push({ id: rule.id, cells: { procedure: `$ in [${list}]`, ...cells } });
  }
  const columns = ['procedure', ...new Set(converted.flatMap((rule) => Object.keys(rule.cells)).filter((c) => c !== 'procedure'))];
  const blank = Object.fromEntries(columns.map((field) => [field, '']));
  const table = {
    hitPolicy: 'collect',
    inputs: columns.map((field) => ({ id: field, name: field, field })),
    outputs: [{ id: 'hit', name: 'hit', field: 'hit' }],
    rules: converted.map((rule) => ({ _id: rule.id, hit: `"${rule.id}"`, ...blank, ...rule.cells })),
  };
  const content = {
    nodes: [
      { id: 'in', name: 'in', type: 'inputNode' },
      { id: 'table', name: 'table', type: 'decisionTableNode', content: table },
      { id: 'out', name: 'out', type: 'outputNode' },
    ],
    edges: [
      { id: 'a', sourceId: 'in', targetId: 'table', type: 'edge' },
      { id: 'b', sourceId: 'table', targetId: 'out', type: 'edge' },
    ],
  };
  return { ids: converted.map((rule) => rule.id), columns, numbers, content };
}
