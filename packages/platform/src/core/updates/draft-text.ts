import type { Words } from '../estate/index.ts'
import { generatedParts } from './content/composed.ts'
import type { Part } from './content/content.ts'
import type { Draft } from './draft.ts'

/** A draft as the file that people type, so that somebody can go on writing it. Reading it gives the draft again. */
export function draftText(draft: Draft): string {
  const { text, parts, corrects, windows } = draft
  return [
    ...headLines(draft),
    '',
    ...(windows === undefined
      ? []
      : [
          '[windows]',
          ...windows.map(({ service, from, to, status }) => `${service} ${from} ${to} ${status}`),
          '',
        ]),
    ...(parts === undefined
      ? section('', text)
      : parts.filter(isTyped).flatMap(({ part, text: words }) => section(part, words))),
    ...(corrects === undefined ? [] : [...section('was', corrects.was), ...section('why', corrects.why)]),
  ].join('\n')
}

/** Parts that the desk makes from records are made anew. */
function isTyped({ part }: Part): boolean {
  return !(generatedParts as readonly string[]).includes(part)
}

function headLines(draft: Draft): readonly string[] {
  const lines = [
    ['kind', draft.kind === 'news' ? undefined : draft.kind],
    ['as-of', draft.asOf],
    ['next-by', draft.nextBy],
    ['every-hours', draft.everyHours],
    ['corrects', draft.corrects?.number],
    ['audience', draft.audience],
    ['tlp', draft.tlp],
    ['tenants', draft.tenants?.join(', ')],
    ['good-until', draft.goodUntil],
    ['topic', draft.topic],
    ['service', draft.service],
    ['scope', draft.scope],
    ['review-by', draft.reviewBy],
    ['page', draft.page],
  ] as const
  return lines.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]))
}

function section(part: string, { de, en }: Words): readonly string[] {
  const name = part === '' ? '' : `${part} `
  return [`[${name}de]`, de, '', `[${name}en]`, en, '']
}
