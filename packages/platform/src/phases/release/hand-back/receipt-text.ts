import { printName } from '@anlauf/repository'

import { databaseSections } from './databases.ts'
import type { Deviations } from './deviations.ts'
import type { Parties, Receipt } from './receipt.ts'
import { contentLines, deviationLines, openingCommands, openingSentence } from './spoken-facts.ts'
import { spoken, type Spoken } from './spoken.ts'
import type { HandBackWords } from './words.ts'

/** So many files have their name in the text; a million of them nobody reads, and the lists hold them all. */
const named = 500

/** The receipt as a text file for people. Names of files and people can hold no line breaks or direction marks. */
export function humanReceipt(
  receipt: Receipt,
  digest: string,
  parts: { readonly words: HandBackWords; readonly parties: Parties; readonly deviations: Deviations },
): string {
  const { words, parties, deviations } = parts
  const say = spoken(words, parties.timeZone)
  const lines = [
    `${words.title}: ${printName(receipt.tenant)}`,
    ...(receipt.exercise ? [words.exercise] : []),
    words.from(printName(receipt.provider)),
    words.handedBack(say.moment(receipt.at)),
    words.reference(receipt.case, printName(receipt.unit)),
    ...section(words.whatYouGot, contentLines(receipt, words, say)),
    ...section(words.howToOpen, [
      openingSentence(receipt, words),
      ...openingCommands(receipt).map((command) => `    ${command}`),
      ...(receipt.form === 'repository' ? [words.passwordApart] : []),
      words.verifyReceipt,
      `    cd receipt && sh verify.sh ${receipt.evidence.key}`,
    ]),
    ...databaseSections(receipt, words).flatMap(({ heading, lines, commands = [] }) =>
      section(heading, [...lines, ...commands.map((command) => `    ${command}`)]),
    ),
    ...section(words.notAsBefore, [
      ...deviationLines(receipt, words, say),
      ...missingNames(deviations, words, say),
      ...olderNames(deviations, words, say),
    ]),
    ...section(words.whomToAsk, [
      ...(parties.contacts.length === 0
        ? [words.askProvider(printName(parties.provider))]
        : parties.contacts.map(printName)),
      words.newPasswords,
    ]),
    ...section(words.digests, [
      `receipt.json     ${digest}`,
      `manifest.ndjson  ${receipt.manifestDigest}`,
      `rules            ${receipt.scan.ruleSetDigest}`,
      `verdicts         ${receipt.scan.verdictsDigest}`,
      words.meaning,
    ]),
  ]
  return `${lines.join('\n')}\n`
}

function section(heading: string, lines: readonly string[]): string[] {
  return ['', heading, '-'.repeat(heading.length), ...lines]
}

function missingNames({ missing }: Deviations, words: HandBackWords, say: Spoken): string[] {
  return listed(missing, 'missing.ndjson', words, say, (file) => [
    words.missingReasons[file.reason],
    ...(file.why === '' ? [] : [printName(file.why)]),
  ])
}

function olderNames({ older }: Deviations, words: HandBackWords, say: Spoken): string[] {
  return listed(older, 'older.ndjson', words, say, (file) => [
    words.olderReasons[file.reason],
    ...(file.takenAt === null ? [] : [say.moment(file.takenAt)]),
    ...(file.newerVersions.length === 0
      ? []
      : [file.olderBySeconds === null ? words.ageUnknown : say.age(file.olderBySeconds)]),
  ])
}

function listed<File extends { readonly host: string; readonly path: string }>(
  files: readonly File[],
  list: string,
  words: HandBackWords,
  say: Spoken,
  facts: (file: File) => readonly string[],
): string[] {
  const rest = files.length - named
  return [
    ...files
      .slice(0, named)
      .map((file) => `  ${printName(`${file.host}:${file.path}`)}\n      ${facts(file).join('; ')}`),
    ...(rest > 0 ? [`  ${words.moreInList(say.count(rest), list)}`] : []),
  ]
}
