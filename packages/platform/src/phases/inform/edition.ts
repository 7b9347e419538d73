import { siteWords } from '../../core/messages/index.ts'
import { type Markup, markup } from './markup.ts'
import { momentElement, momentText } from './moments.ts'
import type { PageContext } from './page-context.ts'
import { keysPath } from './paths.ts'
import { filled } from './promises.ts'
import type { SiteEdition } from './site-edition.ts'

/** Number and end of validity, below the navigation: a reader sees an old copy by them. */
export function editionLine({ view, words, edition, links }: PageContext): Markup | string {
  if (edition === undefined) return ''
  const said = siteWords[words.language]
  const until = momentElement(words, view.timeZone, edition.validUntil)
  return markup`<p class="note edition">${said.edition(edition.sequence)}, ${filled(said.validUntil, until)}. <a href="${links.to(keysPath(words))}">${said.check}</a></p>\n`
}

/** How to check the copy, without us and with nothing of ours. */
export function keysPage({ view, words, edition }: PageContext): Markup {
  const said = siteWords[words.language]
  if (edition === undefined) return markup`<h1>${said.keys}</h1>`
  const { validUntil, signedBy, root } = edition
  return markup`<h1>${said.keys}</h1>
<p class="lead">${said.keysIntro}</p>
<p>${said.staleNote(momentText(words, view.timeZone, validUntil))}</p>
<h2>${said.fingerprint}</h2>
<pre>${signedBy}</pre>
<p class="note">${said.fingerprintNote}</p>
${root === undefined ? '' : markup`<h2>${said.rootFingerprint}</h2>\n<pre>${root}</pre>\n<p class="note">${said.rootNote}</p>\n`}<h2>${said.howToCheck}</h2>
<ol class="advice">
${said.steps.map(({ what, command }) => markup`<li>${what}${command === undefined ? '' : markup`\n<pre>${command}</pre>`}</li>\n`)}</ol>
<p>${said.withAnlauf}</p>
<pre>anlauf site verify --fingerprint ${root ?? signedBy} URL</pre>`
}

/** `verify.txt`: the same for somebody who has only the files and a shell. */
export function verifyText({ signedBy, root, sequence, validUntil }: SiteEdition): string {
  const part = (language: 'de' | 'en'): string => {
    const { keys, keysIntro, steps, fingerprint, rootFingerprint, edition } = siteWords[language]
    return [
      keys,
      '',
      keysIntro,
      '',
      `${edition(sequence)}: ${validUntil}`,
      `${fingerprint}:`,
      `  ${signedBy}`,
      ...(root === undefined ? [] : [`${rootFingerprint}:`, `  ${root}`]),
      '',
      ...steps.flatMap(({ what, command }, at) => [
        `${at + 1}. ${what}`,
        ...(command === undefined ? [] : [`   ${command}`]),
      ]),
    ].join('\n')
  }
  return `${part('de')}\n\n---\n\n${part('en')}\n`
}
