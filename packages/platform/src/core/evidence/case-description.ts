import { createHash } from 'node:crypto'

import type { Json } from './canonical-json.ts'
import type { Entry } from './entry.ts'

const uco = 'https://ontology.unifiedcyberontology.org/uco'

/** Prefixes of CASE 1.x and the UCO terms it builds on. Nothing has to be fetched to read the file. */
const context = {
  'case-investigation': 'https://ontology.caseontology.org/case/investigation/',
  'uco-action': `${uco}/action/`,
  'uco-core': `${uco}/core/`,
  'uco-identity': `${uco}/identity/`,
  'uco-observable': `${uco}/observable/`,
  'uco-tool': `${uco}/tool/`,
  'uco-types': `${uco}/types/`,
  'uco-vocabulary': `${uco}/vocabulary/`,
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const

/**
 * The log as other forensic tools read it: CASE/UCO in JSON-LD, one `InvestigativeAction` an entry with who, when,
 * with which program, on which object, and where its line stands (`ProvenanceRecord`). It repeats the entries and adds
 * nothing; where both differ, the log counts. Comes in pieces, a line each, because of a million entries it is longer than
 * one text may be; the entries are gone through three times and need not lie in memory. Ids are `urn:anlauf:…`, so nothing in it is an address.
 */
export function* caseDescription(
  caseId: string,
  entries: Iterable<Entry>,
  lines: readonly string[],
): Generator<string, void, undefined> {
  const id = (kind: string, name: string | number): string =>
    `urn:anlauf:${encodeURIComponent(caseId)}:${kind}:${encodeURIComponent(String(name))}`
  const log = id('file', 'entries.ndjson')
  const objects = new Map<string, Json>([[log, fileOf(log, lines)]])
  for (const entry of entries) {
    objects.set(id('performer', entry.actor), {
      '@id': id('performer', entry.actor),
      '@type': 'uco-identity:Identity',
      'uco-core:name': entry.actor,
    })
    objects.set(id('tool', `${entry.tool} ${entry.toolVersion}`), {
      '@id': id('tool', `${entry.tool} ${entry.toolVersion}`),
      '@type': 'uco-tool:Tool',
      'uco-core:name': entry.tool,
      'uco-tool:version': entry.toolVersion,
    })
    const object = objectOf(entry, id)
    if (object !== undefined) objects.set(object['@id'], object)
  }
  const investigation = {
    '@id': id('case', caseId),
    '@type': 'case-investigation:Investigation',
    'uco-core:name': caseId,
    'uco-core:object': Array.from(entries, ({ seq }) => ({ '@id': id('action', seq) })),
  }
  yield `{"@context":${JSON.stringify(context)},"@graph":[\n${JSON.stringify(investigation)}`
  for (const object of objects.values()) yield `,\n${JSON.stringify(object)}`
  for (const entry of entries) {
    const record = {
      '@id': id('record', entry.seq),
      '@type': 'case-investigation:ProvenanceRecord',
      'case-investigation:exhibitNumber': String(entry.seq),
      'uco-core:description': `Line ${entry.seq} of entries.ndjson`,
      'uco-core:object': [{ '@id': log }],
    }
    yield `,\n${JSON.stringify(actionOf(entry, id))},\n${JSON.stringify(record)}`
  }
  yield '\n]}\n'
}

type Id = (kind: string, name: string | number) => string

function actionOf(entry: Entry, id: Id): Json {
  const object = objectOf(entry, id)
  return {
    '@id': id('action', entry.seq),
    '@type': 'case-investigation:InvestigativeAction',
    'uco-core:name': entry.kind,
    'uco-core:description': entry.note ?? entry.action,
    'uco-action:startTime': { '@type': 'xsd:dateTime', '@value': entry.at },
    'uco-action:performer': { '@id': id('performer', entry.actor) },
    'uco-action:instrument': [{ '@id': id('tool', `${entry.tool} ${entry.toolVersion}`) }],
    ...(object !== undefined && { 'uco-action:object': [{ '@id': object['@id'] }] }),
    'uco-action:result': [{ '@id': id('record', entry.seq) }],
  }
}

/** One object a name and content: the same unit with another manifest is another state of it. */
function objectOf(
  entry: Entry,
  id: Id,
): { readonly '@id': string; readonly [name: string]: Json } | undefined {
  if (entry.object === undefined && entry.sha256 === undefined) return undefined
  return {
    '@id': id('object', [entry.object ?? '', entry.sha256 ?? ''].join('/')),
    '@type': 'uco-observable:ObservableObject',
    ...(entry.object !== undefined && { 'uco-core:name': entry.object }),
    ...(entry.sha256 !== undefined && { 'uco-core:hasFacet': [contentFacet(entry.sha256, entry.size)] }),
  }
}

function fileOf(id: string, lines: readonly string[]): Json {
  const hash = createHash('sha256')
  let size = 0
  for (const line of lines) {
    hash.update(`${line}\n`)
    size += Buffer.byteLength(line) + 1
  }
  return {
    '@id': id,
    '@type': 'uco-observable:File',
    'uco-core:name': 'entries.ndjson',
    'uco-core:hasFacet': [contentFacet(hash.digest('hex'), size)],
  }
}

function contentFacet(sha256: string, size: number | undefined): Json {
  return {
    '@type': 'uco-observable:ContentDataFacet',
    ...(size !== undefined && { 'uco-observable:sizeInBytes': size }),
    'uco-observable:hash': [
      {
        '@type': 'uco-types:Hash',
        'uco-types:hashMethod': { '@type': 'uco-vocabulary:HashNameVocab', '@value': 'SHA256' },
        'uco-types:hashValue': { '@type': 'xsd:hexBinary', '@value': sha256 },
      },
    ],
  }
}
