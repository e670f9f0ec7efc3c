import { BarChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use as register, type ComposeOption, type ECharts } from 'echarts/core';
import type { BarSeriesOption } from 'echarts/charts';
import type { AriaComponentOption, GridComponentOption, LegendComponentOption, TooltipComponentOption } from 'echarts/components';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

register([BarChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, CanvasRenderer]);

type Option = ComposeOption<BarSeriesOption | GridComponentOption | LegendComponentOption | TooltipComponentOption | AriaComponentOption>;

export interface ChartSeries {
  name: string;
  colour: string;
  values: number[];
}

export interface ChartProps {
  label: string;
  periods: string[];
  series: ChartSeries[];
  /** Values are shares of one: the axis ends at 100 %. */
  share: boolean;
  /** Bars stand beside each other instead of on top: what is compared is no part of a whole. */
  beside?: boolean;
  format: (value: number) => string;
  /** The same, shorter, for the axis. */
  format_axis: (value: number) => string;
}

function option_of({ label, periods, series, share, beside = false, format, format_axis }: ChartProps, font: string): Option {
  const text = { fontFamily: font, color: '#33363d', fontSize: 13 };
  return {
    animation: false,
    textStyle: text,
    // Patterns beside the colours, for those who cannot tell the colours apart.
    aria: { enabled: true, label: { enabled: true, description: label }, decal: { show: true } },
    grid: { left: 8, right: 24, top: 44, bottom: 8, containLabel: true },
    legend: { top: 0, left: 0, type: 'scroll', textStyle: text, itemWidth: 18, itemHeight: 12 },
    // Plain text instead of HTML: the page's security policy allows no styles inside markup.
    tooltip: { trigger: 'axis', renderMode: 'richText', axisPointer: { type: 'shadow' }, valueFormatter: (value) => format(Number(value)), confine: true },
    xAxis: { type: 'category', data: periods, axisLabel: text, axisTick: { show: false }, axisLine: { lineStyle: { color: '#8a949e' } } },
    yAxis: { type: 'value', max: share && !beside ? 1 : undefined, axisLabel: { ...text, formatter: (value: number) => format_axis(value) }, splitLine: { lineStyle: { color: '#e6e8ea' } } },
    series: series.map((one) => ({ type: 'bar', stack: beside ? undefined : 'all', name: one.name, data: one.values, itemStyle: { color: one.colour }, barMaxWidth: 48 })),
  };
}

/** A stacked bar chart. The page puts the same figures into a table below it. */
export default function Chart(props: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const made = init(element);
    chart.current = made;
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.dispose();
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption(option_of(props, getComputedStyle(document.body).fontFamily), true);
  });
  return <div ref={place} className="chart" role="img" aria-label={props.label} />;
}
