/** The sign-in page, which leads back to where somebody is now. */
export function signInAddress(): string {
  const here = `${location.pathname}${location.search}`
  return here === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(here)}`
}
