import { expect, test } from 'vitest'
import { isAtPlace, places } from './places'

const at = (path: string) => places.filter((place) => isAtPlace(path, place)).map((place) => place.href)

test('every page below a place is at that place, and at no other', () => {
  expect(at('/')).toEqual(['/'])
  expect(at('/runbooks/ddos-attack')).toEqual(['/runbooks'])
  expect(at('/runs/41/report')).toEqual(['/runbooks'])
  expect(at('/auditors')).toEqual([])
})
