// How an item of the guide is written down, and found on the telephone without a network.
import { describe, expect, it } from 'vitest'
import type { GuideCard, GuideLine, GuideRow } from '@linli/shared/api/types'
import { missing, startOf } from '@linli/shared/work/form'
import { changeGuideForm, guideDeeds, newGuideForm, publishGuideForm, readLimit, sayMaterials, saySteps } from '@linli/shared/work/guide'
import { matching } from '../../resident/store/guide'

const card = (name: string, ...other_names: string[]) => ({ id: name, name, other_names }) as unknown as GuideCard

describe('the search without a network', () => {
  const cards = [card('最低生活保障', '低保', '吃低保', '穷人补助'), card('老年优待证', '老年证', '老人证'), card('残疾人证', '残疾证')]
  it('finds by what people say, the longest name first', () => {
    for (const [said, name] of [['低保', '最低生活保障'], ['我想 吃低保！', '最低生活保障'], ['给我妈办老年证要带什么', '老年优待证'], ['优待', '老年优待证']]) expect(matching(cards, said)[0]?.name).toBe(name)
    expect(matching(cards, '轮椅')).toEqual([])
  })
})

describe('an item as it is written down', () => {
  const limit = (n: number, unit: 'working_day' | '', say: string) => ({ n, unit, say })
  const row = {
    id: '7', version: 1, state: 'published', changed: true, mark: 'm', can: [],
    content: {
      code: 'SQ-07', family: 'community', heading: '救助', name: '最低生活保障', other_names: ['低保', '吃低保'], org_id: '3', modes: ['errand'],
      flags: { first_asked: true, in_time: true, all_the_way: false, at_home: false }, legal_limit: limit(0, '', ''), promised_limit: limit(20, 'working_day', '20 个工作日'),
      materials: [{ name: '身份证', form: 'original', form_name: '原件', from: '本人', reusable: true, blank: '' }, { name: '收入证明', form: 'copy', form_name: '复印件', from: '', reusable: false, blank: '' }],
      steps: [{ name: '受理', who: '窗口', where: '', limit: limit(1, 'working_day', '1 个工作日') }],
      fee: '不收费', where: '', when: '', gets: '', tasks: [], duties: ['该保尽保'], phone: '',
    },
  } as unknown as GuideRow

  it('says lists as the workbook does', () => {
    expect(sayMaterials(row.content)).toBe('身份证|原件|本人|可重复使用\n收入证明|复印件')
    expect(saySteps(row.content)).toBe('受理|窗口||1 个工作日')
  })

  it('reads limits', () => {
    expect([readLimit(''), readLimit('20 个工作日'), readLimit('30天'), readLimit('8个工作小时'), readLimit('很快')])
      .toEqual([{ n: 0, unit: '' }, { n: 20, unit: 'working_day' }, { n: 30, unit: 'day' }, { n: 8, unit: 'working_hour' }, undefined])
  })

  it('asks for what is missing', () => {
    const form = changeGuideForm(row), good = startOf(form.fields)
    const says = (v: object) => missing(form, { ...good, ...v })
    expect([says({}), says({ name: '' }), says({ promised: '' }), says({ legal: '很快' }), says({ materials: '身份证' }), says({ steps: '受理|||很快' })])
      .toEqual(['', '请填写“事项名称”', '承诺限时办结的，请填承诺时限', '时限请填如“20 个工作日”，没有的不填', '每样材料一行：名称|原件、复印件或照片|谁有', '每一步一行：做什么|谁办|在哪|时限'])
    expect(startOf(newGuideForm().fields)).toMatchObject({ fee: '不收费', modes: ['accept'], flags: ['first_asked'] })
  })

  it('is published as a new version, or confirmed', () => {
    expect(publishGuideForm(row)).toMatchObject({ title: '发布', go: '发布', note: '最低生活保障：草稿成为第 2 版。' })
    expect(publishGuideForm({ ...row, changed: false, state: 'to_review' })).toMatchObject({ title: '复核', go: '内容没有变，确认' })
    const titles = (state: string, changed: boolean) => guideDeeds({ id: '7', state, changed } as GuideLine).map((d) => d.title)
    expect([titles('draft', true), titles('published', false), titles('to_review', false), titles('withdrawn', false)])
      .toEqual([['发布', '修改'], ['修改', '复核', '下线'], ['复核', '修改', '下线'], ['发布', '修改']])
  })
})
