import {
  type ContentKind,
  kindWords,
  partWords,
  type PartWords,
  questionWords,
} from '../../messages/index.ts'
import { audienceOf } from './audience.ts'
import { skeletonOf } from './skeleton.ts'

const time = '{?time with zone, like 2026-11-23T04:00:00+01:00}'

/**
 * A draft file of a kind with slots to fill, ready texts in both languages. Every `{?…}` left in it is a finding, or
 * an error that names the line.
 */
export function templateFile(kind: ContentKind): string {
  const skeleton = skeletonOf(kind)
  return [
    ...headLines(kind),
    '',
    ...(kind === 'windows' ? windowLines : []),
    ...bodyLines(kind, skeleton.hasQuestions),
  ]
    .join('\n')
    .concat('\n')
}

function headLines(kind: ContentKind): readonly string[] {
  const { promises, heads } = skeletonOf(kind)
  const hints: Readonly<Record<(typeof heads)[number], string>> = {
    topic: 'topic: {?name of the topic, like layered-backups}',
    service: 'service: {?id of the service}',
    scope: 'scope: {?all, subset or rework}',
    windows: '',
    reviewBy: `review-by: ${time}`,
    page: 'page: {?https address of the site}',
    goodUntil: `good-until: ${time}`,
  }
  return [
    ...(kind === 'news' ? [] : [`kind: ${kind}`]),
    ...(promises === 'hours' ? ['every-hours: 4'] : [`as-of: ${time}`]),
    ...(promises === 'must' ? [`next-by: ${time}`] : []),
    ...heads.map((head) => hints[head]).filter((line) => line !== ''),
  ]
}

const windowLines = ['[windows]', '{?service} {?from} {?to} tentative']

function bodyLines(kind: ContentKind, hasQuestions: boolean): readonly string[] {
  if (hasQuestions) {
    return Object.entries(questionWords).flatMap(([part, { de, en }]) => section(part, de, en))
  }
  const words = (partWords as Readonly<Partial<Record<ContentKind, Readonly<Record<string, PartWords>>>>>)[
    kind
  ]
  if (words === undefined) return section('', freeText(kind, 'de'), freeText(kind, 'en'))
  return Object.entries(words).flatMap(([part, { ready }]) => section(part, ready.de, ready.en))
}

function section(part: string, de: string, en: string): readonly string[] {
  const name = part === '' ? '' : `${part} `
  return [`[${name}de]`, de, '', `[${name}en]`, en, '']
}

function freeText(kind: ContentKind, language: 'de' | 'en'): string {
  const name = kindWords[kind][language]
  const reader = audienceOf({ kind })
  return language === 'de' ? `{?${name}, für: ${reader}}` : `{?${name}, for: ${reader}}`
}
