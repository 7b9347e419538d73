import type { UnknownCause } from '../scanner.ts'

/** Why a content could not be judged, for whoever decides about it. */
export function whyUnknown(cause: UnknownCause): string {
  switch (cause) {
    case 'notScanned':
      return 'it was not scanned'
    case 'timeout':
      return 'an engine took too long over it'
    case 'crash':
      return 'an engine ended over it'
    case 'limitExceeded':
      return 'it is larger, deeper, or has more in it than is looked at'
    case 'encryptedContainer':
      return 'something in it opens only with a password'
    case 'unparseable':
      return 'it is a container of a kind that is not opened, or its parts contradict each other'
    case 'selfTestFailed':
      return 'the engine did not find its own test file afterwards'
  }
}
