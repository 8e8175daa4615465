import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { checkpointText, openCheckpoint, signNote, verifierKey } from './signed-note'

const { privateKey } = generateKeyPairSync('ed25519')
const key = verifierKey('switchyard', privateKey)
const checkpoint = { origin: 'switchyard/audit', size: 7, root: Buffer.alloc(32, 5) }
const note = signNote(checkpointText(checkpoint), 'switchyard', privateKey)

test('a checkpoint that was signed is opened with the verifier key', () => {
  expect(note.split('\n').slice(0, 2)).toEqual(['switchyard/audit', '7'])
  expect(openCheckpoint(note, key)).toEqual(checkpoint)
})

test('a checkpoint whose size, root, signature or signer was changed is not opened', () => {
  expect(openCheckpoint(note.replace('\n7\n', '\n6\n'), key)).toBeUndefined()
  expect(openCheckpoint(note.replace('BQUF', 'BQUG'), key)).toBeUndefined()
  expect(openCheckpoint(note.replace('— switchyard ', '— other '), key)).toBeUndefined()
  expect(openCheckpoint(note.slice(0, note.indexOf('—')), key)).toBeUndefined()
  const other = generateKeyPairSync('ed25519').privateKey
  expect(openCheckpoint(note, verifierKey('switchyard', other))).toBeUndefined()
  expect(openCheckpoint(signNote(checkpointText(checkpoint), 'switchyard', other), key)).toBeUndefined()
})

test('a verifier key whose id is not its own is refused', () => {
  expect(() => openCheckpoint(note, key.replace(/\+[0-9a-f]{8}\+/, '+00000000+'))).toThrow('not its own')
})
