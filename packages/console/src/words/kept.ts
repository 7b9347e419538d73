/** Choices of whoever sits here, kept by their browser; without a place to keep them they last until it is closed. */
type Choice = 'language' | 'theme' | 'shortcuts'

export function kept(choice: Choice): string | undefined {
  try {
    return localStorage.getItem(`anlauf.${choice}`) ?? undefined
  } catch {
    return undefined
  }
}

export function keep(choice: Choice, value: string): void {
  try {
    localStorage.setItem(`anlauf.${choice}`, value)
  } catch {
    // A private window may refuse; the choice then holds for this page only.
  }
}
