import { isUtf8 } from 'node:buffer'

import { chunkerDegree, degree, isIrreducible } from '../chunker/index.ts'
import type { UnitCipher } from '../crypto/index.ts'
import { damaged, RepositoryError } from '../error.ts'
import { isId } from '../id.ts'
import { JsonReader } from '../json/reader.ts'
import { goJsonString } from '../json/string.ts'
import { keepUnknownField } from '../json/unknown-fields.ts'
import type { Storage } from '../storage/index.ts'
import type { RawField } from '../tree/node.ts'
import type { RepositoryConfig } from './config.ts'

/** Reads and checks `config`; version 1 can be read too. Throws `damaged`, `unsupported`. */
export async function loadConfig(storage: Storage, cipher: UnitCipher): Promise<RepositoryConfig> {
  const stored = await storage.read('config', 'config')
  return decodeConfig(cipher.open(stored))
}

/** Writes `config`: encrypted, never compressed, so that any version of any program can read it. */
export async function storeConfig(
  storage: Storage,
  cipher: UnitCipher,
  config: RepositoryConfig,
): Promise<void> {
  await storage.write('config', 'config', cipher.seal(encodeConfig(config)))
}

/** The JSON of a config in restic's field order. */
export function encodeConfig(config: RepositoryConfig): Buffer {
  const polynomial = config.chunkerPolynomial.toString(16)
  const unknown = (config.unknown ?? []).map(({ name, json }) => `,${goJsonString(name)}:${json}`).join('')
  return Buffer.from(
    `{"version":${config.version},"id":"${config.id}","chunker_polynomial":"${polynomial}"${unknown}}`,
    'utf8',
  )
}

/** The config in a JSON text. Throws `unsupported` for a version or a chunker that this library does not know. */
export function decodeConfig(json: Buffer): RepositoryConfig {
  if (!isUtf8(json)) throw damaged('The config of the repository is not UTF-8.')
  const reader = new JsonReader(json.toString('utf8'))
  const unknown: RawField[] = []
  let version = 0
  let id = ''
  let polynomial = ''
  reader.object((name) => {
    if (name === 'version') version = reader.integer()
    else if (name === 'id') id = reader.string()
    else if (name === 'chunker_polynomial') polynomial = reader.string()
    else keepUnknownField(unknown, { name, json: reader.raw() })
  })
  reader.end()
  if (version !== 1 && version !== 2) throw unknownVersion(version)
  if (!isId(id) || !/^[0-9a-f]{1,16}$/.test(polynomial))
    throw damaged('The config of the repository is incomplete.')
  const chunkerPolynomial = BigInt(`0x${polynomial}`)
  if (!isChunkerPolynomial(chunkerPolynomial)) {
    throw damaged('The chunker polynomial in the config is not irreducible of degree 53.', { polynomial })
  }
  return { version, id, chunkerPolynomial, ...(unknown.length > 0 && { unknown }) }
}

/** True for irreducible polynomials of degree 53, the only ones with which chunks may be cut. */
export function isChunkerPolynomial(polynomial: bigint): boolean {
  return degree(polynomial) === chunkerDegree && isIrreducible(polynomial)
}

function unknownVersion(version: number): RepositoryError {
  return new RepositoryError('unsupported', `The repository has format version ${version}.`, {
    hint: 'Versions 1 and 2 can be read. Use the program that wrote the repository, or a newer release of this one.',
    context: { version },
  })
}
