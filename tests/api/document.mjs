// usage: node document.mjs OPENAPI EXCHANGES ADDRESS
//
// Holds the OpenAPI document to OpenAPI 3.1, and real answers to the document: those in the file EXCHANGES (one JSON
// object a line, written by the C++ tests, where the clock moves when told) and those of the demonstration that is
// served at ADDRESS. Every operation has to have shown every status that the document names for it, every command
// has to have been taken, and every kind of event has to have been read. At the end defects are planted.
import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const [file, exchangesFile, address] = process.argv.slice(2);
const document = JSON.parse(readFileSync(file, 'utf8'));
const failures = [];
let checks = 0;
const check = (holds, what) => {
  checks += 1;
  if (!holds) failures.push(what);
};
const shown = (value) => JSON.stringify(value)?.slice(0, 300);

// --- The document by itself ---------------------------------------------------------------------------------------

const validity = await new Validator().validate(structuredClone(document));
check(validity.valid, `the document is not OpenAPI 3.1: ${shown(validity.errors)}`);

const ajv = new Ajv2020({ strict: false, allErrors: false });
addFormats(ajv);
ajv.addSchema(document, 'document');
const compiled = new Map();
const validator = (pointer) => {
  if (!compiled.has(pointer)) compiled.set(pointer, ajv.compile({ $ref: `document#${pointer}` }));
  return compiled.get(pointer);
};
const piece = (text) => text.replaceAll('~', '~0').replaceAll('/', '~1');
const schemas = '/components/schemas';

// --- One answer against it ----------------------------------------------------------------------------------------

const patterns = Object.keys(document.paths)
  .map((path) => ({
    path,
    words: path.split('/').filter((word) => !word.startsWith('{')).length,
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`),
  }))
  .sort((a, b) => b.words - a.words);
const seen = new Set(); // "get /api/v1/… 200"
const commands = new Set();
const events = new Set();
const examples = new Map(); // pointer of a schema -> a real body

const resolved = (node) => (node.$ref ? node.$ref.slice(2).split('/').reduce((at, key) => at[key], document) : node);

const described = (path, method, status) => {
  const operation = document.paths[path]?.[method];
  if (!operation) return null;
  const key = operation.responses[status] ? String(status) : 'default';
  const response = operation.responses[key];
  const pointer = response.$ref ? response.$ref.slice(1) : `/paths/${piece(path)}/${method}/responses/${key}`;
  return { operation, response: resolved(response), pointer, key };
};

const hold = ({ method, path, sent, status, type, headers, body }) => {
  const where = `${method} ${path} ${status}`;
  const verb = method === 'HEAD' ? 'get' : method.toLowerCase();
  const found = patterns.find((one) => one.pattern.test(path));
  const means = found && described(found.path, verb, status);
  if (!means) {
    // A path or a method that there is not: still a problem document.
    check(status >= 400 && type === 'application/problem+json', `${where}: no such operation is described`);
    const problem = validator(`${schemas}/Problem`);
    check(problem(body), `${where}: ${ajv.errorsText(problem.errors)} in ${shown(body)}`);
    return;
  }
  seen.add(`${verb} ${found.path} ${means.key}`);
  const content = means.response.content[type];
  check(content, `${where}: its type is ${type}`);
  if (!content) return;
  for (const [name, header] of Object.entries(means.response.headers ?? {})) {
    check(!header.required || headers[name.toLowerCase()], `${where}: the header ${name} is missing`);
  }
  const pointer = `${means.pointer}/content/${piece(type)}/schema`;
  const validate = validator(pointer);
  check(validate(body), `${where}: ${ajv.errorsText(validate.errors)} in ${shown(body)}`);
  if (status < 300 && !examples.has(pointer)) examples.set(pointer, body);
  if (status >= 400) check(body.status === status, `${where}: the problem says ${body.status}`);
  for (const event of body?.events ?? []) events.add(event.event);
  if (verb === 'post' && status < 300) {
    const takes = validator(`/paths/${piece(found.path)}/post/requestBody/content/application~1json/schema`);
    check(takes(sent), `${where}: it was taken, but is not described: ${ajv.errorsText(takes.errors)} ${shown(sent)}`);
    commands.add(sent.command);
  }
};

for (const line of readFileSync(exchangesFile, 'utf8').split('\n').filter(Boolean)) hold(JSON.parse(line));

// --- A running demonstration --------------------------------------------------------------------------------------

let number = 0;
const ask = async (path, { method = 'GET', person, body, text, headers = {} } = {}) => {
  const sent = { ...(person ? { 'accord-person': person } : {}), ...headers };
  if (method === 'POST') {
    sent['content-type'] ??= 'application/json';
    sent['idempotency-key'] ??= `document-test-${(number += 1)}`;
  }
  const response = await fetch(address + path, { method, headers: sent, body: text ?? (body && JSON.stringify(body)) });
  const answer = {
    method,
    path: path.split('?')[0],
    sent: body,
    status: response.status,
    type: response.headers.get('content-type'),
    headers: Object.fromEntries(response.headers),
    body: await response.json(),
  };
  hold(answer);
  check(answer.headers['x-content-type-options'] === 'nosniff', `${path}: the security headers are missing`);
  return answer;
};

const { partnerships } = (await ask('/api/v1/partnerships')).body;
check(partnerships.length > 0, 'the demonstration has no partnership');
await ask('/api/v1/problems');
await ask('/api/v1/openapi.json');
let open; // a disagreement that somebody may write in
for (const { id } of partnerships) {
  const base = `/api/v1/p/${id}`;
  await ask(base);
  await ask(`${base}/policy`);
  await ask(`${base}/policy/reviews`);
  const { versions } = (await ask(`${base}/policy/versions`)).body;
  check(versions.every((one) => one.open === null), `${id}: anybody reads what is under a version`);
  for (const { number: version } of versions) await ask(`${base}/policy/versions/${version}/changes`);
  check((await ask(`${base}/policy/adoptions`)).body.matching > 0, `${id}: no agency has adopted the policy`);
  const { people } = (await ask(`${base}/people`)).body;
  const read = new Set();
  for (const { id: person } of people) {
    const { disagreements } = (await ask(`${base}/disagreements`, { person })).body;
    const fresh = disagreements.filter((one) => !read.has(one.reference));
    if (fresh.length > 0) await ask(`${base}/work`, { person });
    for (const { reference, outcome } of fresh) {
      read.add(reference);
      const { body } = await ask(`${base}/disagreements/${reference}`, { person });
      await ask(`${base}/disagreements/${reference}/events`, { person });
      await ask(`${base}/disagreements/${reference}/file-copy`, { person });
      await ask(`${base}/disagreements/${reference}/monitoring`, { person });
      if (!outcome && body.me.may_write) open ??= { base, reference, person, version: body.version, people };
    }
  }
  const learning = await Promise.all(people.map(({ id: person }) => ask(`${base}/learning`, { person })));
  check(learning.every((one) => one.status === 200), `${id}: somebody cannot read what was learnt`);
  const figures = await Promise.all(people.map(({ id: person }) => ask(`${base}/figures`, { person })));
  await Promise.all(people.map(({ id: person }) => ask(`${base}/monitoring`, { person })));
  await Promise.all(people.map(({ id: person }) => ask(`${base}/team`, { person })));
  check(figures.some((one) => one.status === 200), `${id}: nobody sees the figures`);
  const previews = await Promise.all(
    people.map(({ id: person }) => ask(`${base}/policy/versions/1/preview`, { person })),
  );
  check(previews.some((one) => one.status === 200), `${id}: nobody sees what moving would change`);
  check(previews.some((one) => one.status === 404), `${id}: everybody sees what moving would change`);
}

// Each operation with what it does not take, as the document says.
const stranger = { origin: 'https://elsewhere.example' };
const note = { command: 'add_note', text: 'Seen.' };
const fill = (path, values) => path.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const values = { partnership: open.base.split('/').pop(), reference: open.reference };
for (const [path, operations] of Object.entries(document.paths)) {
  for (const [method, operation] of Object.entries(operations)) {
    const there = fill(path, values);
    const asked = { method: method.toUpperCase(), person: open.person, ...(method === 'post' ? { body: note } : {}) };
    await ask(`${there}?nonsense=1`, asked);
    await ask(there, { ...asked, headers: stranger });
    if (operation.responses['401']) await ask(there, { ...asked, person: undefined });
    if (operation.responses['404']) await ask(fill(path, { ...values, partnership: 'nowhere' }), asked);
    if (method !== 'post') continue;
    await ask(there, { ...asked, text: '{"command": "add_note", "text": 7, "x": 1}', body: undefined });
    await ask(there, { ...asked, headers: { 'content-type': 'application/x-www-form-urlencoded', origin: address } });
    await ask(there, { ...asked, body: undefined, text: `"${'a'.repeat(600_000)}"` });
    await ask(there, { ...asked, body: undefined, text: `"${'a'.repeat(1_100_000)}"` });
  }
}
const here = `${open.base}/disagreements/${open.reference}`;
const written = await ask(`${here}/commands`, {
  method: 'POST',
  person: open.person,
  body: note,
  headers: { 'idempotency-key': 'document-test-note', 'if-match': `"${open.version}"` },
});
check(written.status === 200, `a note was not taken: ${shown(written.body)}`);
const again = await ask(`${here}/commands`, {
  method: 'POST',
  person: open.person,
  body: note,
  headers: { 'idempotency-key': 'document-test-note', 'if-match': `"${open.version}"` },
});
check(shown(again.body) === shown(written.body), 'a repetition was answered otherwise than the first');
const tomorrow = await ask(`${here}/commands`, {
  method: 'POST',
  person: open.person,
  body: { command: 'correct', sequence: 1, text: 'x', happened: '2199-01-01T00:00:00Z' },
});
check(tomorrow.status === 422, 'what will happen in the future was taken');
const reused = await ask(`${here}/commands`, {
  method: 'POST',
  person: open.person,
  body: { ...note, text: 'Another.' },
  headers: { 'idempotency-key': 'document-test-note' },
});
check(reused.status === 409, 'a key that was used was taken for another command');
const json = { 'content-type': 'application/json' };
const removed = await ask(here, { method: 'DELETE', person: open.person, headers: json });
check(removed.status === 405 && removed.headers.allow === 'GET, HEAD', 'DELETE was taken');
check((await ask('/api/v1/nowhere')).status === 404, 'a path that there is not was answered');

// --- Nothing left out ---------------------------------------------------------------------------------------------

for (const [path, operations] of Object.entries(document.paths)) {
  for (const [method, operation] of Object.entries(operations)) {
    for (const status of Object.keys(operation.responses).filter((one) => one !== 'default')) {
      check(seen.has(`${method} ${path} ${status}`), `no answer has shown ${method} ${path} ${status}`);
    }
  }
}
const mapping = (name) => Object.keys(document.components.schemas[name].discriminator.mapping);
for (const name of ['raise', ...mapping('Command'), ...mapping('PolicyCommand')]) check(commands.has(name), `the command ${name} was never taken`);
for (const name of mapping('Event')) check(events.has(name), `no event ${name} was ever read`);

// --- Planted defects: each real answer without one of its fields, with one too many, with one of another type ------

let planted = 0;
for (const [pointer, body] of examples) {
  if (pointer.includes('openapi.json')) continue; // any object
  const validate = validator(pointer);
  const mustFail = (defect, what) => {
    planted += 1;
    check(!validate(defect), `${pointer}: ${what} was not caught`);
  };
  const [first] = Object.keys(body);
  const without = structuredClone(body);
  delete without[first];
  mustFail(without, `leaving out ${first}`);
  mustFail({ ...body, surplus: 1 }, 'a field that is not described');
  mustFail({ ...body, [first]: { other: 'type' } }, `${first} of another type`);
}
const disagreement = [...examples].find(([pointer]) => pointer.includes('{reference}/get/responses/200'));
check(disagreement, 'no disagreement was read');
if (disagreement) {
  const deep = structuredClone(disagreement[1]);
  deep.duties[0].opened_at = '2026-01-05T09:00:00Z';
  check(!validator(disagreement[0])(deep), 'an instant that ends with Z was not caught');
  planted += 1;
}

for (const failure of failures.slice(0, 40)) console.error(failure);
console.log(
  `api document: ${checks} checks of ${seen.size} kinds of answer, ${planted} planted defects, ` +
    `${failures.length} failures`,
);
process.exit(failures.length > 0 ? 1 : 0);
