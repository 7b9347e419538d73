import { keep, kept } from '../words/kept.ts'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export function chosenTheme(): Theme {
  return themes.find((theme) => theme === kept('theme')) ?? 'system'
}

export function chooseTheme(theme: Theme): void {
  keep('theme', theme)
  applyTheme(theme)
}

/** The style sheets say every colour twice; this says which of both. */
export function applyTheme(theme: Theme): void {
  document.documentElement.style.colorScheme = theme === 'system' ? 'light dark' : theme
}
