# Usage: gnuplot -c soak.gnuplot FOLDER FILE svg|png
# What a run of soak.sh has measured (FOLDER/soak.tsv: seconds, series, value), as means over a 120th of the run; through memory the line
# that fits best after the warm-up, which is the first half.
samples = ARG1 . "/soak.tsv"
if (ARG3 eq "svg") {
    set terminal svg size 900,600 dynamic font "sans-serif,12" background rgb "white"
} else {
    set terminal pngcairo size 900,600 font "sans-serif,10"
}
set output ARG2
set datafile separator "\t"
set samples 2
set border 3
set tics nomirror
set key bottom right
set xlabel "minutes"

stats samples using 1 nooutput
end = STATS_max / 60
bucket = STATS_max / 120
means(name, factor) = sprintf("< awk -F'\t' -v w=%f '$2 == \"%s\" { i = int($1 / w); s[i] += $3; n[i]++ } END { for (i in n) print (i + 0.5) * w / 60 \"\t\" s[i] / n[i] * %f }' %s | sort -n", bucket, name, factor, samples)
stats [end/2:end] means("heap", 1.0/1024) using 1:2 name "heap" nooutput
stats [end/2:end] means("rss", 1.0/1024) using 1:2 name "rss" nooutput
set xrange [0:end]
set yrange [0:*]
set offsets 0, 0, graph 0.05, 0

set multiplot layout 2,2
set title "Heap after a forced collection, MB"
plot means("heap", 1.0/1024) with lines linecolor "#4477aa" notitle, \
    [end/2:end] heap_slope * x + heap_intercept linewidth 2 linecolor "#cc3311" title sprintf("%+.2f MB an hour", heap_slope * 60)
set title "Resident memory, MB"
plot means("rss", 1.0/1024) with lines linecolor "#4477aa" notitle, \
    [end/2:end] rss_slope * x + rss_intercept linewidth 2 linecolor "#cc3311" title sprintf("%+.2f MB an hour", rss_slope * 60)
set title "Threads"
plot means("threads", 1) with lines linecolor "#4477aa" notitle
set key center right
set title "Descriptors, and of these established connections"
plot means("descriptors", 1) with lines linecolor "#4477aa" title "descriptors", \
    means("established", 1) with lines linecolor "#228833" title "connections"
unset multiplot
