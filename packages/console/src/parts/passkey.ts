/** What an authenticator says, as the API takes it. */
export interface PasskeyAnswer {
  readonly id: string
  readonly response: {
    readonly authenticatorData: string
    readonly clientDataJSON: string
    readonly signature: string
  }
}

/** What the API asks an authenticator for; everything binary in base64url. */
export interface PasskeyOptions {
  readonly challenge: string
  readonly rpId?: string
  readonly allowCredentials?: readonly { readonly id: string }[]
  readonly timeout?: number
}

/** Nobody touched the passkey, or it is another one than the case knows. */
export class PasskeyCancelled extends Error {}

/** Asks the passkey for a signature. Throws `PasskeyCancelled` when the person or the device says no. */
export async function signWithPasskey(options: PasskeyOptions): Promise<PasskeyAnswer> {
  const { challenge, rpId, allowCredentials = [], timeout } = options
  let answer: Credential | null
  try {
    answer = await navigator.credentials.get({
      publicKey: {
        challenge: bytesOf(challenge),
        userVerification: 'required',
        allowCredentials: allowCredentials.map(({ id }) => ({
          type: 'public-key' as const,
          id: bytesOf(id),
        })),
        ...(rpId !== undefined && { rpId }),
        ...(timeout !== undefined && { timeout }),
      },
    })
  } catch (error) {
    throw new PasskeyCancelled('The passkey did not sign.', { cause: error })
  }
  if (
    !(answer instanceof PublicKeyCredential) ||
    !(answer.response instanceof AuthenticatorAssertionResponse)
  ) {
    throw new PasskeyCancelled('The passkey did not sign.')
  }
  const { authenticatorData, clientDataJSON, signature } = answer.response
  return {
    id: answer.id,
    response: {
      authenticatorData: textOf(authenticatorData),
      clientDataJSON: textOf(clientDataJSON),
      signature: textOf(signature),
    },
  }
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}

function textOf(buffer: ArrayBuffer): string {
  const binary = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('')
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
