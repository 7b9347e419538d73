import assert from 'node:assert/strict'

/** CSAF 2.0 as the standard words it, for a document without products: the schema of section 3.2.1 and tests of 6.1. */
interface Csaf {
  readonly document: {
    readonly category: string
    readonly csaf_version: string
    readonly distribution?: { readonly tlp?: { readonly label: string } }
    readonly lang?: string
    readonly notes?: readonly { readonly category: string; readonly text: string; readonly title?: string }[]
    readonly publisher: { readonly category: string; readonly name: string; readonly namespace: string }
    readonly title: string
    readonly tracking: {
      readonly id: string
      readonly status: string
      readonly version: string
      readonly initial_release_date: string
      readonly current_release_date: string
      readonly generator?: { readonly engine: { readonly name: string } }
      readonly revision_history: readonly {
        readonly date: string
        readonly number: string
        readonly summary: string
      }[]
    }
  }
}

const known: Readonly<Record<string, readonly string[]>> = {
  '': ['document'],
  document:
    'acknowledgments aggregate_severity category csaf_version distribution lang notes publisher references source_lang title tracking'.split(
      ' ',
    ),
  publisher: ['category', 'contact_details', 'issuing_authority', 'name', 'namespace'],
  tracking:
    'aliases current_release_date generator id initial_release_date revision_history status version'.split(
      ' ',
    ),
  note: ['audience', 'category', 'text', 'title'],
}
const version = /^(0|[1-9][0-9]*)$|^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

/** Fails with the rule that a document breaks. */
export function assertCsaf(value: unknown, filename: string): void {
  const { document } = value as Csaf
  const { publisher, tracking, notes = [] } = document
  assertKeys(value as object, '')
  assertKeys(document, 'document')
  assertKeys(publisher, 'publisher')
  assertKeys(tracking, 'tracking')
  for (const note of notes) {
    assertKeys(note, 'note')
    const categories = ['description', 'details', 'faq', 'general', 'legal_disclaimer', 'other', 'summary']
    assert.ok(categories.includes(note.category), note.category)
    assert.ok(note.text.length > 0 && note.title !== '')
  }
  assert.ok(notes.length > 0, 'a list has at least one item')
  assert.equal(document.csaf_version, '2.0')
  // 6.1.26: a category that looks like a profile has to be one.
  assert.equal(document.category, 'csaf_base')
  assert.match(document.lang ?? 'en', /^[a-zA-Z]{2,8}$/)
  assert.ok(['AMBER', 'GREEN', 'RED', 'WHITE'].includes(document.distribution?.tlp?.label ?? 'WHITE'))
  assert.ok(
    ['coordinator', 'discoverer', 'other', 'translator', 'user', 'vendor'].includes(publisher.category),
  )
  assert.ok(publisher.name.length > 0)
  assert.ok(URL.canParse(publisher.namespace), publisher.namespace)
  assert.ok(document.title.length > 0)
  assert.match(tracking.id, /^\S(.*\S)?$/)
  assert.ok(['draft', 'final', 'interim'].includes(tracking.status))
  assert.match(tracking.version, version)
  for (const date of [tracking.initial_release_date, tracking.current_release_date])
    assert.match(date, dateTime)
  assert.ok((tracking.generator?.engine.name ?? 'x').length > 0)
  const revisions = tracking.revision_history
  for (const { date, number, summary } of revisions) {
    assert.match(date, dateTime)
    assert.match(number, version)
    // 6.1.18: a final document has no version of a draft.
    assert.ok(summary.length > 0 && number !== '0' && !number.startsWith('0.'))
  }
  // 6.1.14, 6.1.16, 6.1.21: sorted, the newest is the document's, one number a revision and none left out.
  assert.deepEqual(
    revisions.map(({ number }) => number),
    revisions.map((_, at) => String(at + 1)),
  )
  assert.equal(tracking.version, revisions.at(-1)?.number)
  // 5.1: the name of the file follows from the id.
  assert.equal(filename, `${tracking.id.toLowerCase().replaceAll(/[^+\-a-z0-9]+/g, '_')}.json`)
}

function assertKeys(value: object, name: string): void {
  const foreign = Object.keys(value).filter((key) => known[name]?.includes(key) !== true)
  assert.deepEqual(foreign, [], `${name}: unknown keys`)
}
