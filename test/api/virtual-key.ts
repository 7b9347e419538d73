import type { Page } from 'playwright-core'

/** A security key in the browser: it keeps its passkeys and says yes, unless told otherwise. */
export interface VirtualKey {
  /** Whether the person behind it proves to be the right one. */
  verify(isVerified: boolean): Promise<void>
  remove(): Promise<void>
}

export async function plugIn(page: Page): Promise<VirtualKey> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    verify: async (isUserVerified) => {
      await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })
    },
    remove: async () => {
      await devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })
    },
  }
}
