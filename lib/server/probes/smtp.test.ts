import { describe, expect, it } from 'vitest'
import { failed } from './failure'
import { smtpProbe } from './smtp.probe'
import type { SmtpGreeting } from './wire/smtp'

const plain = smtpProbe.settings.parse({ host: 'mx.example' })
const encrypted = smtpProbe.settings.parse({ host: 'mx.example', startTls: 'required' })
const greeting: SmtpGreeting = {
  outcome: 'greeted',
  banner: { code: 220, text: 'mx.example ESMTP', lines: ['mx.example ESMTP'] },
  hello: { code: 250, text: 'mx.example', lines: ['mx.example', 'STARTTLS'] },
  extensions: ['STARTTLS'],
  encryption: undefined,
  greetingMs: 4,
}

describe('the judgement of an SMTP greeting', () => {
  it('is healthy when it greets', () => {
    expect(smtpProbe.judge(greeting, plain, 0)).toMatchObject({
      status: 'healthy',
      reason: 'greets in 4.0 ms',
    })
  })

  it('is down when it greets with a refusal, or refuses EHLO', () => {
    const full = {
      ...greeting,
      banner: { code: 421, text: 'too busy', lines: ['too busy'] },
      hello: undefined,
    }
    expect(smtpProbe.judge(full, plain, 0).reason).toBe('greets with 421 too busy')
    const shy = { ...greeting, hello: { code: 550, text: 'go away', lines: ['go away'] } }
    expect(smtpProbe.judge(shy, plain, 0).reason).toBe('refuses EHLO with 550 go away')
  })

  it('is down without STARTTLS where it is required', () => {
    expect(smtpProbe.judge({ ...greeting, extensions: [] }, encrypted, 0)).toMatchObject({
      status: 'down',
      reason: 'does not offer STARTTLS',
    })
    const expired = { ...greeting, encryption: failed('tls', 'CERT_HAS_EXPIRED', 5) }
    expect(smtpProbe.judge(expired, encrypted, 0).reason).toBe('STARTTLS: its certificate has expired')
    const well = { ...greeting, encryption: { outcome: 'encrypted', protocol: 'TLSv1.3' } as const }
    expect(smtpProbe.judge(well, encrypted, 0).status).toBe('healthy')
  })
})
