import type { RuleDefinition } from '@/lib/core/findings/rule-definition'
import { dkim001 } from './dkim-001.rule'
import { dkim002 } from './dkim-002.rule'
import { dmarc001 } from './dmarc-001.rule'
import { dmarc002 } from './dmarc-002.rule'
import { dmarc003 } from './dmarc-003.rule'
import { dmarc004 } from './dmarc-004.rule'
import { dmarc005 } from './dmarc-005.rule'
import { dmarc006 } from './dmarc-006.rule'
import { dmarc007 } from './dmarc-007.rule'
import { mta001 } from './mta-001.rule'
import { mta002 } from './mta-002.rule'
import { mx001 } from './mx-001.rule'
import { mx002 } from './mx-002.rule'
import { mx003 } from './mx-003.rule'
import { mx004 } from './mx-004.rule'
import { spf001 } from './spf-001.rule'
import { spf002 } from './spf-002.rule'
import { spf003 } from './spf-003.rule'
import { spf004 } from './spf-004.rule'
import { spf005 } from './spf-005.rule'
import { spf006 } from './spf-006.rule'
import { spf007 } from './spf-007.rule'

export const mailRules: readonly RuleDefinition[] = [
  spf001,
  spf002,
  spf003,
  spf004,
  spf005,
  spf006,
  spf007,
  dmarc001,
  dmarc002,
  dmarc003,
  dmarc004,
  dmarc005,
  dmarc006,
  dmarc007,
  dkim001,
  dkim002,
  mx001,
  mx002,
  mx003,
  mx004,
  mta001,
  mta002,
]
