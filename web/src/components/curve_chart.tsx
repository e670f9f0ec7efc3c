import { LineChart, type LineSeriesOption } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import type { AriaComponentOption, GridComponentOption, LegendComponentOption, TooltipComponentOption } from 'echarts/components';
import { init, use as register, type ComposeOption, type ECharts } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

register([LineChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, CanvasRenderer]);

// The sign of the diagonal in the legend, which would show a point otherwise.
const dashes = 'path://M0,0H8V2H0ZM11,0H19V2H11ZM22,0H30V2H22Z';

type Option = ComposeOption<LineSeriesOption | GridComponentOption | LegendComponentOption | TooltipComponentOption | AriaComponentOption>;

export interface CurveChartProps {
  label: string;
  name: string;
  /** Shares of one, across and up. */
  points: [number, number][];
  /** What the dashed diagonal means. */
  diagonal: string;
  across: string;
  up: string;
  format: (value: number) => string;
  format_axis: (value: number) => string;
}

function option_of({ label, name, points, diagonal, across, up, format, format_axis }: CurveChartProps, font: string): Option {
  const text = { fontFamily: font, color: '#33363d', fontSize: 13 };
  const axis = { type: 'value' as const, min: 0, max: 1, axisLabel: { ...text, formatter: format_axis }, nameTextStyle: text, splitLine: { lineStyle: { color: '#e6e8ea' } } };
  const first = points[0];
  const tip = (values: unknown) => (Array.isArray(values) ? `${across}: ${format(Number(values[0]))}\n${up}: ${format(Number(values[1]))}` : '');
  return {
    animation: false,
    textStyle: text,
    aria: { enabled: true, label: { enabled: true, description: label } },
    grid: { left: 8, right: 24, top: 64, bottom: 28, containLabel: true },
    legend: { top: 0, left: 0, type: 'scroll', textStyle: text, itemWidth: 28, itemHeight: 10, data: [{ name }, { name: diagonal, icon: dashes }] },
    // Plain text instead of HTML: the page's security policy allows no styles inside markup.
    tooltip: { trigger: 'item', renderMode: 'richText', confine: true, formatter: (one) => (Array.isArray(one) ? '' : tip(one.value)) },
    xAxis: { ...axis, name: across, nameLocation: 'middle', nameGap: 32 },
    yAxis: { ...axis, name: up, nameLocation: 'end', nameTextStyle: { ...text, align: 'left' } },
    series: first
      ? [
          { type: 'line', name, data: points, symbol: 'circle', symbolSize: 8, itemStyle: { color: '#063a74' }, lineStyle: { width: 2 } },
          { type: 'line', name: diagonal, data: [[0, 0], [1, 1]], symbol: 'none', silent: true, itemStyle: { color: '#6d7882' }, lineStyle: { width: 2, type: 'dashed' } },
        ]
      : [],
  };
}

/** A line of shares beside the diagonal. The page puts the same figures into a table below it. */
export default function CurveChart(props: CurveChartProps) {
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
