import assert from 'node:assert/strict'
import { test } from 'node:test'

import { secret } from '../secret.ts'
import { encodePath, encodeQuery, sha256Hex, signatureHeaders } from './sign.ts'

/** The examples of "Authenticating Requests: Using the Authorization Header" in the S3 API reference. */
const example = {
  credentials: {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: secret('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'),
  },
  region: 'us-east-1',
  now: new Date('2013-05-24T00:00:00.000Z'),
}
const host = 'examplebucket.s3.amazonaws.com'

test("the examples of Amazon's own documentation", () => {
  for (const [request, signature] of [
    [
      { method: 'GET', path: '/test.txt', query: {}, headers: { range: 'bytes=0-9' }, body: '' },
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    ],
    [
      {
        method: 'PUT',
        path: '/test$file.text',
        query: {},
        headers: { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
        body: 'Welcome to Amazon S3.',
      },
      '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    ],
    [
      { method: 'GET', path: '/', query: { lifecycle: '' }, headers: {}, body: '' },
      'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
    ],
    [
      { method: 'GET', path: '/', query: { prefix: 'J', 'max-keys': '2' }, headers: {}, body: '' },
      '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    ],
  ] as const) {
    const { body, ...rest } = request
    const headers = signatureHeaders({ ...rest, host, bodyHash: sha256Hex(body) }, example)
    assert.equal(headers['x-amz-date'], '20130524T000000Z')
    assert.equal(headers['authorization']?.split('Signature=')[1], signature, rest.path)
  }
})

test('a session token is signed and sent', () => {
  const request = { method: 'GET', path: '/', query: {}, headers: {}, host, bodyHash: sha256Hex('') }
  const credentials = { ...example.credentials, sessionToken: secret('token of an hour') }
  const headers = signatureHeaders(request, { ...example, credentials })
  assert.equal(headers['x-amz-security-token'], 'token of an hour')
  assert.match(
    headers['authorization'] ?? '',
    /SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,/,
  )
})

test('odd characters are encoded once, slashes of a path stay', () => {
  assert.equal(encodePath("/a b/ü/(1)*'!~+"), '/a%20b/%C3%BC/%281%29%2A%27%21~%2B')
  assert.equal(
    encodeQuery({ 'list-type': '2', 'continuation-token': '1/+=', 'a-b': '', a: '&' }),
    'a=%26&a-b=&continuation-token=1%2F%2B%3D&list-type=2',
  )
})
