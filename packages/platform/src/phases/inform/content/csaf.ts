import { kindWords, type Messages, messages } from '../../../core/messages/index.ts'
import { headingOf } from '../../../core/updates/index.ts'
import { exerciseMark } from '../page.ts'
import type { PublicView } from '../public-view.ts'
import type { PublicUpdate } from '../update-view.ts'

/**
 * A warning as CSAF 2.0 (OASIS, section 3.2), profile `csaf_base`: it is about no product and no CVE, and carries no
 * reference, as the address of the site is not known when it is made. One document a language.
 */
export function csafDocument(
  view: PublicView,
  update: PublicUpdate,
  language: 'de' | 'en',
): Record<string, unknown> {
  const { number, at, parts = [], corrects, correctedBy } = update
  const versions = [{ date: at, number: '1', summary: firstVersion[language] }]
  const correction = view.updates.find((one) => one.number === correctedBy)
  // Programs take a document with a known version for known.
  if (correction !== undefined) {
    versions.push({
      date: correction.at,
      number: '2',
      summary: messages[language].corrected(correction.number),
    })
  }
  const title = parts.find(({ part }) => part === 'title')?.text[language] ?? kindWords.advisory[language]
  const mark = exerciseMark(view, messages[language])
  const notes = parts
    .filter(({ part }) => part !== 'title')
    .map(({ part, text }) => ({
      category: part === 'threat' ? 'summary' : part === 'example' ? 'details' : 'general',
      title: headingOf('advisory', part, language) ?? part,
      text: text[language],
    }))
  return {
    document: {
      category: 'csaf_base',
      csaf_version: '2.0',
      distribution: { tlp: { label: 'WHITE' } },
      lang: language,
      notes: [...notes, ...correctionNotes(language, corrects?.number, correctedBy)],
      publisher: {
        category: 'vendor',
        name: view.provider,
        // The estate knows no address of the provider; a name for the namespace is a URI too.
        namespace: `urn:anlauf:${encodeURIComponent(view.provider)}`,
      },
      title: `${mark}${title}`,
      tracking: {
        current_release_date: versions.at(-1)?.date,
        generator: { engine: { name: 'Anlauf' } },
        id: csafId(view.caseId, number),
        initial_release_date: at,
        revision_history: versions,
        status: 'final',
        version: versions.at(-1)?.number,
      },
    },
  }
}

const firstVersion: Readonly<Record<'de' | 'en', string>> = { de: 'Erste Fassung', en: 'First version' }

function correctionNotes(
  language: 'de' | 'en',
  corrects: number | undefined,
  correctedBy: number | undefined,
): readonly Record<string, string>[] {
  const said = messages[language]
  const texts = [
    ...(corrects === undefined ? [] : [said.corrects(corrects)]),
    ...(correctedBy === undefined ? [] : [said.corrected(correctedBy)]),
  ]
  return texts.map((text) => ({ category: 'general', text, title: said.updates }))
}

/** Unique for the publisher. */
function csafId(caseId: string, number: number): string {
  return `${caseId}-${number}`
}

export function csafPath({ language }: Pick<Messages, 'language'>, caseId: string, number: number): string {
  const folder = language === 'de' ? 'advisories' : 'en/advisories'
  return `${folder}/${csafFilename(csafId(caseId, number))}`
}

/** Section 5.1: the id in small letters, everything but letters, digits, "+" and "-" as one "_". */
function csafFilename(id: string): string {
  return `${id.toLowerCase().replaceAll(/[^+\-a-z0-9]+/g, '_')}.json`
}
