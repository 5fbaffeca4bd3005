namespace Hourglass.Checkpoints;

/// <summary>A line of <see cref="ModelDescription.Definition"/>, taken apart as far as a comparison needs.</summary>
internal abstract record DefinitionLine(string Key)
{
    private const string Minimize = "minimize ";
    private const string Draws = "draws ";
    private const string Parameter = "parameter ";

    /// <summary>Takes a line apart.</summary>
    public static DefinitionLine Parse(string line)
    {
        if (line.StartsWith(Minimize, StringComparison.Ordinal))
        {
            return Term(line[Minimize.Length..]);
        }

        if (line.StartsWith(Draws, StringComparison.Ordinal))
        {
            return new PlainLine(Draws.TrimEnd(), line[Draws.Length..]);
        }

        if (line.StartsWith(Parameter, StringComparison.Ordinal) && line.Split(": ") is [var parameter, var value])
        {
            return new PlainLine(parameter, value);
        }

        if (line.IndexOf(": ", StringComparison.Ordinal) is var colon and > 0 && line.StartsWith("data ", StringComparison.Ordinal))
        {
            var optional = line[colon - 1] == '?';
            return new PlainLine(line[..(optional ? colon - 1 : colon)], line[(colon + 2)..] + (optional ? ", which may be missing" : ""));
        }

        // ROLE NAME = PIPELINE, or ROLE NAME ~ PIPELINE.
        return line.Split(' ', 4) is [var role, var name, ("=" or "~") and var sign, var pipeline]
            ? new PipelineLine($"{role} {name}", sign, Stages(pipeline))
            : new PlainLine(line, "");
    }

    private static DefinitionLine Term(string text)
    {
        var colon = text.IndexOf(": ", StringComparison.Ordinal);
        var times = text.LastIndexOf(" * ", StringComparison.Ordinal);
        return colon > 0 && times > colon
            ? new TermLine(text[..colon], text[(colon + 2)..times], text[(times + 3)..])
            : new PlainLine(text, "");
    }

    /// <summary>Cuts at the arrows that stand in no brackets.</summary>
    private static List<string> Stages(string pipeline)
    {
        var stages = new List<string>();
        var (depth, start) = (0, 0);
        for (var i = 0; i < pipeline.Length; i++)
        {
            depth += pipeline[i] switch { '(' or '{' or '[' => 1, ')' or '}' or ']' => -1, _ => 0 };
            if (depth == 0 && pipeline.AsSpan(i).StartsWith(" -> "))
            {
                stages.Add(pipeline[start..i]);
                start = i + 4;
            }
        }

        stages.Add(pipeline[start..]);
        return stages;
    }
}

/// <summary>A key with a value: <c>data x</c> with <c>unit[784]</c>.</summary>
internal sealed record PlainLine(string Key, string Value) : DefinitionLine(Key);

/// <summary>A binding: where it starts, then its stages.</summary>
internal sealed record PipelineLine(string Key, string Sign, IReadOnlyList<string> Stages) : DefinitionLine(Key);

/// <summary>A term under its name, with its weight.</summary>
internal sealed record TermLine(string Key, string Weight, string Formula) : DefinitionLine(Key);
