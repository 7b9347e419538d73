import { printName } from '@anlauf/repository'

import { databaseSections } from './databases.ts'
import type { Leaflet, LeafletColumn } from './leaflet.ts'
import type { Parties, Receipt } from './receipt.ts'
import { contentLines, deviationLines, openingCommands, openingSentence } from './spoken-facts.ts'
import { spoken } from './spoken.ts'
import { de } from './words-de.ts'
import { en } from './words-en.ts'
import type { HandBackWords } from './words.ts'

/** Names are any text that somebody typed; a page has an end. */
const maxName = 90
/** More machines than this are in the receipt; a page has an end. */
const maxCommands = 4
const maxContacts = 3

/** The page that goes on top: what, how to open it, what is missing, whom to ask. Holds no secret and no file's name. */
export function leafletOf(receipt: Receipt, digest: string, parties: Parties): Leaflet {
  return {
    title: `${de.title} · ${en.title}`,
    subtitle: shorten(parties.tenant),
    ...(receipt.exercise && { banner: `${de.exercise} · ${en.exercise}` }),
    columns: [columnOf(receipt, parties, de), columnOf(receipt, parties, en)],
    footer: [`receipt.json ${digest}`, `manifest.ndjson ${receipt.manifestDigest}`],
  }
}

function columnOf(receipt: Receipt, parties: Parties, words: HandBackWords): LeafletColumn {
  const say = spoken(words, parties.timeZone)
  const commands = openingCommands(receipt)
  const contacts = parties.contacts.slice(0, maxContacts).map(shorten)
  return {
    language: words.language,
    heading: words.languageName,
    sections: [
      {
        heading: words.whatYouGot,
        lines: [
          `${words.from(shorten(parties.provider))}. ${words.handedBack(say.moment(receipt.at))}.`,
          ...contentLines(receipt, words, say),
        ],
      },
      {
        heading: words.howToOpen,
        lines: [
          ...(receipt.form === 'repository' ? [words.passwordApart] : []),
          openingSentence(receipt, words),
        ],
        commands: commands.slice(0, maxCommands),
      },
      ...databaseSections(receipt, words),
      { heading: words.notAsBefore, lines: deviationLines(receipt, words, say) },
      {
        heading: words.verifyReceipt,
        lines: [],
        commands: ['cd receipt && sh verify.sh'],
      },
      { heading: words.fingerprintApart, lines: [], commands: chunks(receipt.evidence.key) },
      {
        heading: words.whomToAsk,
        lines: [
          ...(contacts.length === 0 ? [words.askProvider(shorten(parties.provider))] : contacts),
          words.reference(receipt.case, shorten(receipt.unit)),
          words.newPasswords,
        ],
      },
    ],
  }
}

/** A fingerprint that is read out on the telephone. */
function chunks(hex: string): string[] {
  const groups = hex.match(/.{1,8}/g) ?? []
  return [groups.slice(0, 4).join(' '), groups.slice(4).join(' ')]
}

function shorten(name: string): string {
  const shown = Array.from(printName(name))
  return shown.length <= maxName ? shown.join('') : `${shown.slice(0, maxName - 1).join('')}…`
}
