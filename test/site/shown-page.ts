/** What the checks below use of a browser's page; they run inside it, so each stands alone. */
interface Shown {
  readonly tagName: string
  readonly textContent: string | null
  readonly parentElement: Shown | null
  readonly childNodes: Iterable<{ readonly nodeType: number; readonly textContent: string | null }>
  getBoundingClientRect(): { readonly width: number; readonly height: number }
}
declare const document: {
  readonly documentElement: { readonly scrollWidth: number; readonly clientWidth: number }
  querySelectorAll(selector: string): Iterable<Shown>
}
declare function getComputedStyle(element: Shown): {
  readonly color: string
  readonly backgroundColor: string
}

/** Every text with its contrast to what lies behind it, by WCAG 2.2's formula on computed colours. */
export function textContrasts(): { text: string; ratio: number }[] {
  const channels = (color: string): number[] => color.match(/[\d.]+/g)?.map(Number) ?? []
  const luminance = (color: string): number => {
    const [red = 0, green = 0, blue = 0] = channels(color).map((value) => {
      const share = value / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const backgroundOf = (element: Shown | null): string => {
    if (element === null) return 'rgb(255, 255, 255)'
    const color = getComputedStyle(element).backgroundColor
    const alpha = channels(color)[3] ?? 1
    // Half-transparent colours are not used; one would show up as the contrast 1.
    return alpha === 0
      ? backgroundOf(element.parentElement)
      : alpha < 1
        ? getComputedStyle(element).color
        : color
  }
  const found: { text: string; ratio: number }[] = []
  for (const element of document.querySelectorAll('body, body *')) {
    const text = [...element.childNodes]
      .filter(({ nodeType }) => nodeType === 3)
      .map(({ textContent }) => textContent ?? '')
      .join('')
      .trim()
    const { width, height } = element.getBoundingClientRect()
    if (text === '' || width === 0 || height === 0) continue
    const [one, other] = [luminance(getComputedStyle(element).color), luminance(backgroundOf(element))]
    found.push({ text, ratio: (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05) })
  }
  return found
}

/** Levels of the headings, in the order of the page. */
export function headingLevels(): number[] {
  return [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(({ tagName }) =>
    Number(tagName.slice(1)),
  )
}

/** Pixels by which the page is wider than its window. */
export function overflow(): number {
  return document.documentElement.scrollWidth - document.documentElement.clientWidth
}

/** Links that are smaller than a fingertip of 24 pixels and stand alone, not inside a sentence. */
export function smallTargets(): string[] {
  return [...document.querySelectorAll('nav a, .switch, .turn a, footer p:last-child a')]
    .filter((link) => link.getBoundingClientRect().height < 24)
    .map(({ textContent }) => textContent ?? '')
}

/** Colour of the paper. */
export function pageBackground(): string {
  return [...document.querySelectorAll('body')].map((body) => getComputedStyle(body).backgroundColor).join()
}
