import type { InquiryCluster } from './cluster.ts'

/** Where a topic of the form stands in the FAQ. */
const places: Readonly<Record<string, string>> = {
  status: 'service',
  data: 'data',
  'data-protection': 'data',
  access: 'credentials',
  contract: 'contracts',
}

/** A FAQ of more questions is not read; the largest clusters come first. */
const mostQuestions = 12

/**
 * A draft of the FAQ as `anlauf inform draft` reads it, one question a cluster. Only counts and common words go into it,
 * never what a stranger wrote: question and answer are open slots, and a draft with open slots is refused.
 */
export function faqDraft(clusters: readonly InquiryCluster[]): string {
  const sections = clusters.slice(0, mostQuestions).flatMap((cluster, at) => {
    const { topic, service, references, words } = cluster
    const parts = [String(at + 1), service, ...words.slice(0, 2)].map(slug).filter((part) => part !== '')
    const name = `${places[topic] ?? 'service'}/${parts.join('-').slice(0, 40)}`
    const about = `${service ?? '–'}, ${words.map(slug).join(' ')}`
    return [
      `[${name} de]`,
      `{?Frage in eigenen Worten: ${references.length} Anfragen, ${about}}`,
      '{?Antwort}',
      `[${name} en]`,
      `{?Question in own words: ${references.length} inquiries, ${about}}`,
      '{?Answer}',
      '',
    ]
  })
  return ['kind: faq', 'as-of: {?time with zone, like 2026-11-23T04:00:00+01:00}', '', ...sections].join('\n')
}

function slug(text = ''): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 20)
}
