import { describe, expect, test } from 'vitest'
import { groupRule, mainState } from '@/lab/supervisor/group-rule'

describe('what befalls the main process befalls its group', () => {
  test('a main process that dies takes the rest with it, once', () => {
    expect(groupRule('running', 'gone')).toBe('kill-rest')
    expect(groupRule('stopped', 'gone')).toBe('kill-rest')
    expect(groupRule('gone', 'gone')).toBe('none')
  })

  test('a main process that stands still has the rest stand still, those forked in between too', () => {
    expect(groupRule('running', 'stopped')).toBe('stop-rest')
    expect(groupRule('stopped', 'stopped')).toBe('stop-rest')
  })

  test('a main process that goes on lets the rest go on; one that only runs is left alone', () => {
    expect(groupRule('stopped', 'running')).toBe('continue-rest')
    expect(groupRule('running', 'running')).toBe('none')
  })

  test('stopped by a signal and stopped by a debugger are both stopped; asleep is running', () => {
    expect(['T', 't', 'S', 'R', 'D'].map((state) => mainState({ state }))).toEqual([
      ...['stopped', 'stopped', 'running', 'running', 'running'],
    ])
    expect(mainState(undefined)).toBe('gone')
  })
})
