using System.Globalization;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>A column while it is read: bytes as long as they suffice, then doubles, or text where no field is a number.</summary>
internal sealed class CsvColumn(string name)
{
    private readonly List<byte> _bytes = [];
    private List<double>? _doubles;
    private (long Line, string Text)? _firstText;
    private bool _hasNumber;

    public string Name { get; } = name;

    public int Count { get; private set; }

    public bool IsText => _firstText is not null;

    public bool IsBytes => _doubles is null;

    /// <summary>Adds a field; says which field is at fault once a column has both numbers and text.</summary>
    public (long Line, string Text)? Add(ReadOnlySpan<byte> field, long line)
    {
        Count++;
        if (field.IsEmpty)
        {
            AddNumber(double.NaN);
        }
        else if (double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            _hasNumber = true;
            AddNumber(number);
        }
        else
        {
            _firstText ??= (line, Encoding.UTF8.GetString(field[..Math.Min(field.Length, 40)]));
        }

        return _hasNumber ? _firstText : null;
    }

    public Tensor ToTensor(bool bytes) => bytes
        ? torch.tensor(_bytes.ToArray(), ScalarType.Byte)
        : torch.tensor(_doubles?.ToArray() ?? [.. _bytes.Select(value => (double)value)], ScalarType.Float64);

    private void AddNumber(double number)
    {
        if (_doubles is null)
        {
            // −0 is a number of its own, which a byte would lose.
            if (number is >= 0 and <= 255 && number == Math.Floor(number) && !double.IsNegative(number))
            {
                _bytes.Add((byte)number);
                return;
            }

            _doubles = [.. _bytes.Select(value => (double)value)];
            _bytes.Clear();
            _bytes.TrimExcess();
        }

        _doubles.Add(number);
    }
}
