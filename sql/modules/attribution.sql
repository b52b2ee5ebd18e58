-- Attribution: what each touch on the way to a conversion is worth.

\each T=timestamptz,timestamp,date S=time,time,date
\function attribution_weight(touched_at @T@, converted_at @T@, model text, milestone boolean DEFAULT false, half_life interval DEFAULT '7 days') numeric attribution_weight_@S@ nullable window
  Share of a touch in the conversion, 0..1; the shares of the touches up to converted_at sum to 1. Models: first, last, linear, position, time_decay (by half_life), u_shaped, w_shaped, full_path (by milestone). OVER (PARTITION BY conversion ORDER BY touched_at, id).
\end
