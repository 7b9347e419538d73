import { kindWords } from '../../../../platform/src/core/messages/index.ts'

/** What a kind of text is called; one that this console does not know keeps its name. */
export function kindName(kind: string, language: 'de' | 'en'): string {
  return Object.hasOwn(kindWords, kind) ? kindWords[kind as keyof typeof kindWords][language] : kind
}

const audiences: Readonly<Record<string, { readonly de: string; readonly en: string }>> = {
  public: { de: 'Öffentlichkeit', en: 'public' },
  tenant: { de: 'Mandanten', en: 'tenants' },
  authority: { de: 'Behörden', en: 'authorities' },
  staff: { de: 'Belegschaft', en: 'staff' },
  press: { de: 'Presse', en: 'press' },
}

export function audienceName(audience: string, language: 'de' | 'en'): string {
  return audiences[audience]?.[language] ?? audience
}
