using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FacetExplorer.Benchmarks.Mutating;

/// <summary>One small thing done wrongly.</summary>
/// <param name="Number">Its number, from 1 on.</param>
/// <param name="File">The file, from the repository's folder.</param>
/// <param name="Line">The line, from 1 on.</param>
/// <param name="Right">What is written there.</param>
/// <param name="Wrong">What is done instead.</param>
internal sealed record Mutant(int Number, string File, int Line, string Right, string Wrong)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}: `{Right}` → {Wrong}");
}

/// <summary>
/// Writes every mutant of a file into it at once, each behind a switch that is off unless it is asked for, so that one build does for all
/// (mutant schemata: Untch, Offutt, Harrold, 1993). Lines stay where they were.
/// </summary>
/// <param name="file">The file's name.</param>
/// <param name="mutants">Gets the mutants; their numbers go on from there.</param>
/// <param name="without">Lines of the file that are left as they are.</param>
internal sealed class Mutator(string file, List<Mutant> mutants, IReadOnlySet<int> without) : CSharpSyntaxRewriter
{
    private static readonly Dictionary<SyntaxKind, (SyntaxKind Kind, SyntaxKind Token)> Others = new()
    {
        [SyntaxKind.LessThanExpression] = (SyntaxKind.LessThanOrEqualExpression, SyntaxKind.LessThanEqualsToken),
        [SyntaxKind.LessThanOrEqualExpression] = (SyntaxKind.LessThanExpression, SyntaxKind.LessThanToken),
        [SyntaxKind.GreaterThanExpression] = (SyntaxKind.GreaterThanOrEqualExpression, SyntaxKind.GreaterThanEqualsToken),
        [SyntaxKind.GreaterThanOrEqualExpression] = (SyntaxKind.GreaterThanExpression, SyntaxKind.GreaterThanToken),
        [SyntaxKind.EqualsExpression] = (SyntaxKind.NotEqualsExpression, SyntaxKind.ExclamationEqualsToken),
        [SyntaxKind.NotEqualsExpression] = (SyntaxKind.EqualsExpression, SyntaxKind.EqualsEqualsToken),
        [SyntaxKind.LogicalAndExpression] = (SyntaxKind.LogicalOrExpression, SyntaxKind.BarBarToken),
        [SyntaxKind.LogicalOrExpression] = (SyntaxKind.LogicalAndExpression, SyntaxKind.AmpersandAmpersandToken),
        [SyntaxKind.AddExpression] = (SyntaxKind.SubtractExpression, SyntaxKind.MinusToken),
        [SyntaxKind.SubtractExpression] = (SyntaxKind.AddExpression, SyntaxKind.PlusToken),
        [SyntaxKind.MultiplyExpression] = (SyntaxKind.AddExpression, SyntaxKind.PlusToken),
        [SyntaxKind.BitwiseAndExpression] = (SyntaxKind.BitwiseOrExpression, SyntaxKind.BarToken),
        [SyntaxKind.BitwiseOrExpression] = (SyntaxKind.BitwiseAndExpression, SyntaxKind.AmpersandToken),
    };

    /// <summary>A file with all its mutants switched off.</summary>
    public static string Rewrite(string file, string text, List<Mutant> mutants, IReadOnlySet<int> without) =>
        new Mutator(file, mutants, without).Visit(CSharpSyntaxTree.ParseText(text).GetRoot()).ToFullString();

    public override SyntaxNode? VisitBinaryExpression(BinaryExpressionSyntax node)
    {
        var inner = (BinaryExpressionSyntax)base.VisitBinaryExpression(node)!;
        return Others.TryGetValue(node.Kind(), out var other) && CanChange(node)
            ? Switched(node, inner, SyntaxFactory.BinaryExpression(other.Kind, inner.Left, SyntaxFactory.Token(other.Token).WithTriviaFrom(inner.OperatorToken), inner.Right),
                $"`{SyntaxFacts.GetText(other.Token)}`")
            : inner;
    }

    public override SyntaxNode? VisitPrefixUnaryExpression(PrefixUnaryExpressionSyntax node)
    {
        var inner = (PrefixUnaryExpressionSyntax)base.VisitPrefixUnaryExpression(node)!;
        return node.IsKind(SyntaxKind.LogicalNotExpression) && CanChange(node) ? Switched(node, inner, inner.Operand, "without `!`") : inner;
    }

    public override SyntaxNode? VisitLiteralExpression(LiteralExpressionSyntax node) => (node.Kind(), node.Token.Text) switch
    {
        _ when !CanChange(node) => node,
        (SyntaxKind.TrueLiteralExpression, _) => Switched(node, node, SyntaxFactory.LiteralExpression(SyntaxKind.FalseLiteralExpression), "`false`"),
        (SyntaxKind.FalseLiteralExpression, _) => Switched(node, node, SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression), "`true`"),
        (SyntaxKind.NumericLiteralExpression, "0") => Switched(node, node, SyntaxFactory.ParseExpression("1"), "`1`"),
        (SyntaxKind.NumericLiteralExpression, "1") => Switched(node, node, SyntaxFactory.ParseExpression("0"), "`0`"),
        _ => node,
    };

    public override SyntaxNode? VisitExpressionStatement(ExpressionStatementSyntax node)
    {
        var inner = (ExpressionStatementSyntax)base.VisitExpressionStatement(node)!;
        return CanChange(node.Expression) ? Skipped(node, inner) : inner;
    }

    public override SyntaxNode? VisitContinueStatement(ContinueStatementSyntax node) => Skipped(node, node);

    private SyntaxNode Skipped(StatementSyntax node, StatementSyntax inner) => Add(node, "left out") is not { } number ? inner
        : SyntaxFactory.Block(SyntaxFactory.IfStatement(SyntaxFactory.ParseExpression($"!{Switch(number)}"), SyntaxFactory.Block(inner.WithoutTrivia()))).WithTriviaFrom(inner);

    private SyntaxNode Switched(SyntaxNode node, ExpressionSyntax right, ExpressionSyntax wrong, string said) => Add(node, said) is not { } number ? right
        : SyntaxFactory.ParenthesizedExpression(SyntaxFactory.ConditionalExpression(
            SyntaxFactory.ParseExpression($"{Switch(number)} "), SyntaxFactory.ParenthesizedExpression(wrong.WithoutTrivia()), SyntaxFactory.ParenthesizedExpression(right.WithoutTrivia()))).WithTriviaFrom(right);

    private static string Switch(int number) => string.Create(CultureInfo.InvariantCulture, $"global::FacetExplorer.Mutated.Is({number})");

    private int? Add(SyntaxNode node, string wrong)
    {
        var line = node.SyntaxTree.GetLineSpan(node.Span).StartLinePosition.Line + 1;
        if (without.Contains(line))
            return null;
        mutants.Add(new Mutant(mutants.Count + 1, file, line, string.Join(' ', node.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), wrong));
        return mutants.Count;
    }

    /// <summary>Whether an expression is worked out when the program runs and declares nothing, so that it can be written twice.</summary>
    private static bool CanChange(SyntaxNode node) =>
        !node.DescendantNodes().Any(inner => inner is VariableDesignationSyntax or AnonymousFunctionExpressionSyntax)
        && !node.Ancestors().Any(outer => outer is AttributeSyntax or ParameterSyntax or PatternSyntax or SwitchLabelSyntax or EnumMemberDeclarationSyntax
            || (outer is FieldDeclarationSyntax field && field.Modifiers.Any(SyntaxKind.ConstKeyword))
            || (outer is LocalDeclarationStatementSyntax local && local.IsConst));
}
