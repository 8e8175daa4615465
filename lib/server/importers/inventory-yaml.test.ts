import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { inventoryYamlImporter } from './inventory-yaml.importer'

const TEXT = readFileSync('inventory/askproai.yaml', 'utf8')
const read = (text: string) => inventoryYamlImporter.read(text, { file: 'estate.yaml', node: '', zone: null })

it('names every part of the shipped inventory at its line', () => {
  const { understood, notUnderstood, effect } = read(TEXT)
  expect(notUnderstood).toEqual([])
  expect(effect?.type).toBe('inventory')
  const node = understood.find(({ as }) => as.startsWith('nodes: nginx-1'))
  expect(node?.text).toContain('nginx-1')
  expect(inventoryYamlImporter.recognises(TEXT.slice(0, 8_192))).toBe(true)
})

it('takes nothing over while a part is wrong, and says where', () => {
  const wrong = TEXT.replace(/^( +)kind: web-server$/m, '$1kind: web-surfer')
  const { notUnderstood, effect } = read(wrong)
  expect(effect).toBeNull()
  expect(notUnderstood[0]?.reason).toContain('kind')
  expect(notUnderstood[0]?.text).toContain('web-surfer')
})
